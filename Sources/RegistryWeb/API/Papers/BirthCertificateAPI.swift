import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Birth certificates, also late ones, with an unknown father or a mother without papers (C6).
struct BirthCertificateAPI {
    let registry: Registry

    private var desk: PaperDesk<BirthCertificate> {
        PaperDesk(
            registry: registry,
            noun: "birth-certificates",
            shape: Self.certificate,
            show: BirthCertificates.show,
            key: \.key,
            resident: \.resident.id
        )
    }

    var operations: [Operation] {
        [
            Operation(
                id: "birth-certificates.list",
                method: .get,
                path: "/api/v1/birth-certificates",
                summary: "Birth certificates within reach, in the order in which they were recorded.",
                summaryVi: "Danh sách giấy khai sinh.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .query("resident", .uuid, "One person's."),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of certificates.", Self.certificates.schema)],
                perform: list
            ),
            desk.shown("One birth certificate.", "Một giấy khai sinh."),
            Operation(
                id: "birth-certificates.register",
                method: .post,
                path: "/api/v1/birth-certificates",
                summary: "Record the birth certificate of a resident.",
                summaryVi: "Ghi giấy khai sinh của một nhân khẩu.",
                body: Self.draft,
                answers: [.json(201, "It is recorded.", Self.certificate.schema, headers: ["Location", "ETag"])],
                perform: register
            ),
            desk.step(
                "revoke",
                "Revoke a certificate by a decision; its number stays taken.",
                "Thu hồi, hủy bỏ giấy khai sinh theo quyết định.",
                .named("CardRevocation", .object([.reason, .required("document", .text(1...500), "The decision.")]))
            ) { BirthCertificates.revoke($0, because: $1.text("reason") ?? "", by: $1.text("document") ?? "") },
        ]
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            BirthCertificates.list(
                commune: exchange.parameters["commune"]?.string,
                resident: exchange.parameters["resident"]?.string.flatMap { UUID(uuidString: $0) },
                after: exchange.after,
                limit: limit
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident.id) }
        )
        return .json(Self.certificates.encode(Page(found, limit: limit, id: \.id)))
    }

    // MARK: Recording

    private static let papers = Schema.oneOf(BirthCertificate.Papers.allCases.map(\.rawValue))
    private static let draft = Schema.named(
        "BirthCertificateDraft",
        .object([
            .required("resident", .uuid, "The child."),
            .required("number", .integer(1...999_999), "Unique in the register book of its year."),
            .required("registered_on", .date),
            .required(
                "basis",
                .oneOf(BirthCertificate.Basis.allCases.map(\.rawValue)),
                "What proves the birth (R7.2)."
            ),
            .required("basis_document", .text(1...500)),
            .required(
                "mother",
                ResidentDraftJSON.stated("StatedParent", .text(1...200)),
                "Or the answer given instead."
            ),
            .optional("mother_papers", papers, "Of a mother who is stated: without papers she is entered too."),
            .required("father", ResidentDraftJSON.stated("StatedParent", .text(1...200))),
            .required("parents_married", .oneOf(Answer.allCases.map(\.rawValue))),
            .optional("recognition", .text(1...500), "How an unmarried father recognised the child (R7.3)."),
            .required("declared_by", .text(1...500)),
            .required("registrar", .text(1...500), "The civil-status officer who entered it."),
            .required("signer", .text(1...500), "Who signed: another person."),
        ])
    )

    private func register(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let mother: Stated<String> = reader.stated("mother") { value, _, _ in value.string }
        let father: Stated<String> = reader.stated("father") { value, _, _ in value.string }
        for (field, answer) in [("mother", mother), ("father", father)] where answer.kind == .notAsked {
            reader.note(
                FieldError(
                    field: field,
                    rule: "R7.3",
                    message: "A certificate says who the parent is, or that nobody knows.",
                    messageVi: "Giấy khai sinh phải ghi cha, mẹ hoặc ghi không rõ."
                )
            )
        }
        if let day = reader.body["registered_on"]?.string.flatMap({ CalendarDay(iso: $0) }), day > .businessDay() {
            reader.note(
                FieldError(
                    field: "registered_on",
                    rule: "A12",
                    message: "The day has not come yet.",
                    messageVi: "Ngày này chưa đến."
                )
            )
        }
        try reader.finish()
        guard let resident = reader.id("resident"), let number = reader.body["number"]?.integer,
            let basis = reader.text("basis").flatMap(BirthCertificate.Basis.init(rawValue:)),
            let isMarried = reader.text("parents_married").flatMap(Answer.init(rawValue:))
        else { throw Problem(.invalid) }
        let entry = BirthCertificate.Entry(
            number: Int32(number),
            registeredOn: reader.day("registered_on"),
            basis: basis,
            basisDocument: reader.text("basis_document") ?? "",
            mother: .init(
                name: mother,
                papers: reader.text("mother_papers").flatMap(BirthCertificate.Papers.init(rawValue:))
            ),
            father: .init(name: father, isMarried: isMarried, recognition: reader.text("recognition")),
            declaredBy: reader.text("declared_by") ?? "",
            registrar: reader.text("registrar") ?? "",
            signer: reader.text("signer") ?? ""
        )
        return try await desk.make(exchange, for: resident) { id, holder in
            BirthCertificates.register(id, of: holder, entry)
        }
    }

    private static let certificates = certificate.page("BirthCertificates")
    private static let certificate = Shape<BirthCertificate>(
        "BirthCertificate",
        "A birth that was registered.",
        [
            .init("id", .uuid) { $0.id },
            .init("resident", .residentKey, "The child.") { $0.resident },
            .init("name", .string, "As the child is called now.") { $0.name },
            .init("number", .integer) { $0.entry.number },
            .init("registered_on", .day) { $0.entry.registeredOn },
            .init(
                "is_late",
                .oneOf(Answer.allCases.map(\.rawValue)),
                "More than sixty days after the birth; unknown where that depends on the day (R7.1)."
            ) { $0.isLate.rawValue },
            .init("basis", .oneOf(BirthCertificate.Basis.allCases.map(\.rawValue))) { $0.entry.basis.rawValue },
            .init("basis_document", .string) { $0.entry.basisDocument },
            .init("mother_answer", .answer) { $0.entry.mother.name.kind },
            .init("mother", Shape<String>.string.nullable) { $0.entry.mother.name.value },
            .init("mother_papers", Shape<String>.string.nullable) { $0.entry.mother.papers?.rawValue },
            .init("father_answer", .answer) { $0.entry.father.name.kind },
            .init("father", Shape<String>.string.nullable) { $0.entry.father.name.value },
            .init("parents_married", .oneOf(Answer.allCases.map(\.rawValue))) { $0.entry.father.isMarried.rawValue },
            .init("recognition", Shape<String>.string.nullable) { $0.entry.father.recognition },
            .init("declared_by", .string) { $0.entry.declaredBy },
            .init("registrar", .string) { $0.entry.registrar },
            .init("signer", .string) { $0.entry.signer },
            .init("revoked_on", Shape<CalendarDay>.day.nullable) { $0.revokedOn },
            .init("revocation", Shape<String>.string.nullable, "The decision.") { $0.revocation },
            .init("revocation_reason", Shape<String>.string.nullable) { $0.revocationReason },
        ]
    )
}
