import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Witnesses: what they say in a case, and who has witnessed for whom, in both directions (B5, B6).
struct AttestationAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "attestations.record",
                method: .post,
                path: "/api/v1/cases/{id}/attestations",
                summary: "Record what a witness says: a resident, or somebody without a record.",
                summaryVi: "Ghi lời người làm chứng, kể cả người không có giấy tờ.",
                parameters: [Self.caseID],
                body: Self.draft,
                answers: [.json(201, "It is recorded.", EvidenceShapes.attestation.schema, headers: ["Location"])],
                perform: record
            ),
            Operation(
                id: "attestations.ofCase",
                method: .get,
                path: "/api/v1/cases/{id}/attestations",
                summary: "What witnesses said in a case.",
                summaryVi: "Lời người làm chứng trong một hồ sơ.",
                parameters: [Self.caseID],
                answers: [.json(200, "In order.", EvidenceShapes.attestations.schema)]
            ) { exchange in
                let id = try exchange.id()
                let found = try await list(.ofCase(id), exchange)
                if found.isEmpty { _ = try await registry.place(of: id, exchange) }
                return .json(EvidenceShapes.attestations.encode(Page(items: found, next: nil)))
            },
            Operation(
                id: "attestations.ofResident",
                method: .get,
                path: "/api/v1/residents/{id}/attestations",
                summary: "Who has witnessed for a person, or for whom the person has.",
                summaryVi: "Ai đã làm chứng cho người này, hoặc người này đã làm chứng cho ai.",
                parameters: [
                    .path("id", .uuid, "The person's id."),
                    .query("direction", .oneOf(["received", "given"]), "received, of the person, unless told."),
                ],
                answers: [.json(200, "In order.", EvidenceShapes.attestations.schema)]
            ) { exchange in
                let id = try exchange.id()
                guard try await registry.residentKey(id, exchange) != nil else { throw Problem(.notFound) }
                let isGiven = exchange.parameters["direction"]?.string == "given"
                let found = try await list(isGiven ? .given(id) : .received(id), exchange)
                return .json(EvidenceShapes.attestations.encode(Page(items: found, next: nil)))
            },
            Operation(
                id: "attestations.show",
                method: .get,
                path: "/api/v1/attestations/{id}",
                summary: "What one witness said.",
                summaryVi: "Lời của một người làm chứng.",
                parameters: [Self.attestationID],
                answers: [.json(200, "The statement.", EvidenceShapes.attestation.schema)]
            ) { exchange in try await render(try exchange.id(), exchange) },
            Operation(
                id: "attestations.setAside",
                method: .post,
                path: "/api/v1/attestations/{id}/set-aside",
                summary: "Let what a witness said count no more, with the reason; it is kept.",
                summaryVi: "Loại lời một người làm chứng, kèm lý do; bản ghi vẫn được giữ.",
                parameters: [Self.attestationID],
                body: EvidenceAPI.reason,
                answers: [.json(200, "The statement.", EvidenceShapes.attestation.schema)]
            ) { exchange in
                let id = try exchange.id()
                let known = try await one(id, exchange)
                let reason = BodyReader(exchange.body).text("reason") ?? ""
                return try await registry.once(
                    exchange,
                    CaseEvidence.setAside(.attestation(id), in: known.book, because: reason),
                    book: known.book,
                    residents: known.residents,
                    subject: id
                ) { id in try await render(id, exchange) }
            },
        ]
    }

    private static let caseID = Operation.Parameter.path("id", .uuid, "The case's id.")
    private static let attestationID = Operation.Parameter.path("id", .uuid, "The statement's id.")

    private static let draft = Schema.named(
        "AttestationDraft",
        .object([
            .optional("witness", .uuid, "The id of a resident; else a name and where the witness lives."),
            .optional("witness_name", .text(1...200)),
            .optional("witness_lives", .text(3...300), "Where and with whom: tells households apart."),
            .required("knows", .text(1...500), "How the witness knows the person."),
            .required("says", .text(3...2000)),
            .optional("stated_on", .date, "Today unless told."),
            .optional("paper", .text(1...60), "The kind of valid identity paper that the officer has seen."),
        ])
    )

    private func record(_ exchange: Exchange) async throws -> Reply {
        let identityCase = try exchange.id()
        let place = try await registry.place(of: identityCase, exchange)
        let reader = BodyReader(exchange.body)
        let witness = try await witness(reader, exchange)
        let draft = AttestationDraft(
            witness: witness,
            knows: reader.text("knows") ?? "",
            says: reader.text("says") ?? "",
            statedOn: reader.day("stated_on"),
            paper: reader.text("paper")
        )
        let id = UUID.v7()
        var residents = [place.resident]
        if case .resident(let key) = witness { residents.append(key.id) }
        return try await registry.once(
            exchange,
            CaseEvidence.attest(draft, as: id, in: place.book, of: identityCase),
            book: place.book,
            residents: residents,
            status: 201,
            subject: id
        ) { id in
            var reply = try await render(id, exchange)
            reply.headers[.location] = "/api/v1/attestations/" + id.uuidString.lowercased()
            return reply
        }
    }

    private func witness(_ reader: BodyReader, _ exchange: Exchange) async throws -> AttestationDraft.Witness {
        let (name, lives) = (reader.text("witness_name"), reader.text("witness_lives"))
        guard let id = reader.id("witness") else {
            guard let name else { throw Problem.invalid([.missing("witness")]) }
            guard let lives else { throw Problem.invalid([.missing("witness_lives")]) }
            return .named(name, lives: lives)
        }
        guard name == nil, lives == nil else { throw Problem.invalid([.twoWitnesses]) }
        guard let key = try await registry.residentKey(id, exchange) else {
            throw Problem.invalid([.notSeen("witness")])
        }
        return .resident(key)
    }

    private func list(_ statements: CaseEvidence.Statements, _ exchange: Exchange) async throws -> [Attestation] {
        try await registry.read(
            CaseEvidence.attestations(statements),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { found in Array(Set(found.flatMap(\.residents))) }
        )
    }

    private func one(_ id: UUID, _ exchange: Exchange) async throws -> Attestation {
        let found = try await registry.read(
            CaseEvidence.attestations(.one(id)),
            as: exchange.caller,
            action: "attestations.show",
            shown: { $0.flatMap(\.residents) }
        )
        guard let attestation = found.first else { throw Problem(.notFound) }
        return attestation
    }

    private func render(_ id: UUID, _ exchange: Exchange) async throws -> Reply {
        .json(EvidenceShapes.attestation.encode(try await one(id, exchange)))
    }
}

extension FieldError {
    fileprivate static let twoWitnesses = FieldError(
        field: "witness_name",
        rule: "B5",
        message: "A witness is a resident or somebody who is named, not both.",
        messageVi: "Người làm chứng là nhân khẩu trong sổ hoặc người được nêu tên, không thể là cả hai."
    )
}
