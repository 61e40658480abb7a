import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Evidence of who a person is: recording it, listing it, setting it aside.
struct EvidenceAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "evidence.record",
                method: .post,
                path: "/api/v1/residents/{id}/evidence",
                summary: "Record evidence of who a person is, for her case or before there is one (B4).",
                summaryVi: "Ghi chứng cứ nhân thân, kèm hồ sơ nếu đã có.",
                parameters: [.path("id", .uuid, "The person's id.")],
                body: Self.draft,
                answers: [
                    .json(201, "It is recorded.", EvidenceShapes.evidence.schema, headers: ["Location"])
                ],
                perform: record
            ),
            Operation(
                id: "evidence.ofResident",
                method: .get,
                path: "/api/v1/residents/{id}/evidence",
                summary: "All evidence of a person, whatever case it is for.",
                summaryVi: "Chứng cứ của một nhân khẩu.",
                parameters: [.path("id", .uuid, "The person's id.")],
                answers: [.json(200, "In order.", EvidenceShapes.evidenceList.schema)]
            ) { exchange in
                let id = try exchange.id()
                let records = try await list(.ofResident(id), exchange)
                if records.isEmpty { try await requireResident(id, exchange) }
                return .json(EvidenceShapes.evidenceList.encode(Page(items: records, next: nil)))
            },
            Operation(
                id: "evidence.ofCase",
                method: .get,
                path: "/api/v1/cases/{id}/evidence",
                summary: "The evidence that a case rests on.",
                summaryVi: "Chứng cứ của một hồ sơ xác minh.",
                parameters: [.path("id", .uuid, "The case's id.")],
                answers: [.json(200, "In order.", EvidenceShapes.evidenceList.schema)]
            ) { exchange in
                let id = try exchange.id()
                let records = try await list(.ofCase(id), exchange)
                if records.isEmpty { _ = try await registry.place(of: id, exchange) }
                return .json(EvidenceShapes.evidenceList.encode(Page(items: records, next: nil)))
            },
            Operation(
                id: "evidence.show",
                method: .get,
                path: "/api/v1/evidence/{id}",
                summary: "One piece of evidence with its files.",
                summaryVi: "Một chứng cứ và các tệp kèm theo.",
                parameters: [Self.evidenceID],
                answers: [.json(200, "The evidence.", EvidenceShapes.evidence.schema)]
            ) { exchange in
                .json(EvidenceShapes.evidence.encode(try await registry.evidence(try exchange.id(), exchange)))
            },
            Operation(
                id: "evidence.setAside",
                method: .post,
                path: "/api/v1/evidence/{id}/set-aside",
                summary: "Let evidence count no more, with the reason; it is kept.",
                summaryVi: "Loại một chứng cứ, kèm lý do; bản ghi vẫn được giữ.",
                parameters: [Self.evidenceID],
                body: Self.reason,
                answers: [.json(200, "The evidence.", EvidenceShapes.evidence.schema)]
            ) { exchange in
                let id = try exchange.id()
                let known = try await registry.evidence(id, exchange)
                let reason = BodyReader(exchange.body).text("reason") ?? ""
                return try await registry.once(
                    exchange,
                    CaseEvidence.setAside(.evidence(id), in: known.book, because: reason),
                    book: known.book,
                    residents: [known.resident],
                    subject: id
                ) { id in .json(EvidenceShapes.evidence.encode(try await registry.evidence(id, exchange))) }
            },
        ]
    }

    static let evidenceID = Operation.Parameter.path("id", .uuid, "The evidence's id.")
    static let reason = Schema.named("SettingAside", .object([.required("reason", .text(3...500))]))

    private static let draft = Schema.named(
        "EvidenceDraft",
        .object([
            .required("kind", .text(1...60), "birth_certificate, old_identity_paper, kin_already_registered, …"),
            .optional("case", .uuid, "The case that it is for."),
            .optional("issued_by", .text(1...500)),
            .optional("issued_on", .date),
            .required("says", .text(3...2000), "What it says of the person."),
            .optional("kin_relation", .oneOf(EvidenceDraft.Kin.relations), "With kin: what this is to the person."),
            .optional("kin", .uuid, "A relative's id."),
        ])
    )

    private func record(_ exchange: Exchange) async throws -> Reply {
        let resident = try exchange.id()
        let caller = try exchange.caller
        let reader = BodyReader(exchange.body)
        let keys = try await registry.readPublic(Residents.locate(resident), as: caller)
        let identityCase = reader.id("case")
        var book = keys.first?.book
        if let identityCase {
            let place = try await registry.place(of: identityCase, exchange)
            guard place.resident == resident else { throw Problem(.notFound) }
            book = place.book
        }
        guard let book else {
            try await requireResident(resident, exchange)
            throw RegistryError.notAllowed
        }
        let draft = EvidenceDraft(
            kind: reader.text("kind") ?? "",
            identityCase: identityCase,
            issuedBy: reader.text("issued_by"),
            issuedOn: reader.text("issued_on").flatMap { CalendarDay(iso: $0) },
            says: reader.text("says") ?? "",
            kin: try await kin(reader, exchange)
        )
        let id = UUID.v7()
        return try await registry.once(
            exchange,
            CaseEvidence.record(draft, as: id, of: ResidentKey(book: book, id: resident)),
            book: book,
            residents: [resident],
            status: 201,
            subject: id
        ) { id in
            let record = try await registry.evidence(id, exchange)
            let place = "/api/v1/evidence/" + id.uuidString.lowercased()
            return .json(EvidenceShapes.evidence.encode(record), headers: [.location: place])
        }
    }

    /// The relative in the book where he stands within view.
    private func kin(_ reader: BodyReader, _ exchange: Exchange) async throws -> EvidenceDraft.Kin? {
        guard let id = reader.id("kin") else { return nil }
        guard let relation = reader.text("kin_relation") else { throw Problem.invalid([.missing("kin_relation")]) }
        guard let key = try await registry.residentKey(id, exchange) else { throw Problem.invalid([.notSeen("kin")]) }
        return EvidenceDraft.Kin(relation: relation, key: key)
    }

    private func requireResident(_ id: UUID, _ exchange: Exchange) async throws {
        guard try await registry.residentKey(id, exchange) != nil else { throw Problem(.notFound) }
    }

    private func list(_ selection: CaseEvidence.Selection, _ exchange: Exchange) async throws -> [EvidenceRecord] {
        try await registry.read(
            CaseEvidence.list(selection),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { records in Array(Set(records.map(\.resident))) }
        )
    }
}

extension Registry {
    /// A case within the caller's view.
    ///
    /// - Throws: ``Problem`` not found.
    func place(of identityCase: UUID, _ exchange: Exchange) async throws -> CaseEvidence.Place {
        let place = try await readPublic(CaseEvidence.place(of: identityCase), as: exchange.caller)
        guard let place else { throw Problem(.notFound) }
        return place
    }

    /// Evidence within the caller's view; audited.
    ///
    /// - Throws: ``Problem`` not found.
    func evidence(_ id: UUID, _ exchange: Exchange) async throws -> EvidenceRecord {
        let records = try await read(
            CaseEvidence.list(.one(id)),
            as: exchange.caller,
            action: "evidence.show",
            shown: { $0.map(\.resident) }
        )
        guard let record = records.first else { throw Problem(.notFound) }
        return record
    }

    /// A resident in the book where the caller sees him; nil for one who is out of reach.
    func residentKey(_ id: UUID, _ exchange: Exchange) async throws -> ResidentKey? {
        try await readPublic(Residents.seen(id), as: exchange.caller)
    }
}

extension FieldError {
    static func notSeen(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "known",
            message: "There is no such resident within your reach.",
            messageVi: "Không có nhân khẩu này trong phạm vi của bạn."
        )
    }
}
