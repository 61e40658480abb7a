import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Thôn, buôn, tổ dân phố and cụm dân cư, and who lives there.
struct SettlementAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "settlements.list",
                method: .get,
                path: "/api/v1/settlements",
                summary: "The settlements within reach, of one commune or of all.",
                summaryVi: "Các thôn, buôn, tổ dân phố, cụm dân cư trong phạm vi.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .day("on", "As on that day; today unless told."),
                ],
                answers: [.json(200, "The settlements, by commune and name.", Self.settlements.schema)],
                perform: list
            ),
            Operation(
                id: "settlements.register",
                method: .post,
                path: "/api/v1/settlements",
                summary: "Open a settlement in a commune's book.",
                summaryVi: "Mở thôn, cụm mới trong sổ của xã.",
                body: .named(
                    "SettlementDraft",
                    .object([.required("commune", .digits(5...5))] + Self.statusProperties)
                ),
                answers: [.json(201, "It is open.", Self.changed.schema)],
                perform: register
            ),
            Operation(
                id: "settlements.change",
                method: .post,
                path: "/api/v1/settlements/{id}/status",
                summary: "Another status, name or code from a day on: a cluster becomes a village (A7).",
                summaryVi: "Đổi tình trạng, tên hoặc mã từ một ngày: cụm trở thành thôn.",
                parameters: [.path("id", .uuid, "The settlement's id.")],
                body: .named(
                    "SettlementChange",
                    .object(Self.statusProperties + [.optional("decision", .text(1...500), "The decision's number.")])
                ),
                answers: [.json(200, "It is recorded.", Self.changed.schema)],
                perform: change
            ),
            Operation(
                id: "settlements.residents",
                method: .get,
                path: "/api/v1/settlements/{id}/residents",
                summary: "Who lives there now, by given name.",
                summaryVi: "Nhân khẩu đang ở, xếp theo tên.",
                parameters: [.path("id", .uuid, "The settlement's id."), .after, .limit],
                answers: [.json(200, "A page of residents.", ResidentShapes.summaries.schema)],
                perform: residents
            ),
            Operation(
                id: "settlements.lived-here",
                method: .get,
                path: "/api/v1/settlements/{id}/lived-here",
                summary: "The ids of who lived there on a day, from the memberships (A6).",
                summaryVi: "Những ai đã ở đây vào một ngày.",
                parameters: [.path("id", .uuid, "The settlement's id."), .day("on", "The day.", required: true)],
                answers: [.json(200, "Their ids.", Self.livedHere.schema)],
                perform: livedHere
            ),
        ]
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let settlements = try await registry.readPublic(
            Settlements.list(commune: exchange.parameters["commune"]?.string, on: exchange.day("on")),
            as: exchange.caller
        )
        return .json(Self.settlements.encode(Page(items: settlements, next: nil)))
    }

    private func register(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let status = try Status(&reader)
        let commune = reader.text("commune") ?? ""
        guard let book = try await registry.readPublic(Areas.book(ofCommune: commune), as: exchange.caller) else {
            throw Problem.invalid([.notKnown("commune")])
        }
        let id = UUID.v7()
        return try await registry.once(
            exchange,
            Settlements.register(
                id,
                in: book,
                kind: status.kind,
                name: status.name,
                code: status.code,
                since: status.since
            ),
            book: book,
            status: 201,
            subject: id,
            render: Self.render
        )
    }

    private func change(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let status = try Status(&reader)
        let id = try exchange.id()
        guard let book = try await registry.readPublic(Settlements.locate(id), as: exchange.caller) else {
            throw Problem(.notFound)
        }
        let query = Settlements.change(
            id,
            in: book,
            to: status.kind,
            name: status.name,
            code: status.code,
            since: status.since,
            decision: reader.text("decision")
        )
        return try await registry.once(exchange, query, book: book, subject: id, render: Self.render)
    }

    private func residents(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            Settlements.residents(
                of: try exchange.id(),
                after: exchange.after.map { ResidentCursor(after: $0) },
                limit: limit
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.key.id) }
        )
        return .json(ResidentShapes.summaries.encode(Page(found, limit: limit, id: \.key.id)))
    }

    private func livedHere(_ exchange: Exchange) async throws -> Reply {
        let day = exchange.day("on") ?? .businessDay()
        let ids = try await registry.read(
            Households.livedHere(settlement: try exchange.id(), on: day),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0 }
        )
        return .json(Self.livedHere.encode(ids))
    }

    /// What a settlement is from a day on.
    private struct Status {
        let kind: Settlement.Kind
        let name: String
        let code: String?
        let since: CalendarDay

        init(_ reader: inout BodyReader) throws(Problem) {
            kind = reader.text("kind").flatMap(Settlement.Kind.init(rawValue:)) ?? .thon
            name = reader.text("name") ?? ""
            code = reader.text("code")
            since = reader.day("since")
            if kind == .cumDanCu, code != nil {
                reader.note(
                    FieldError(
                        field: "code",
                        rule: "R0.1",
                        message: "A cluster without village status has no code.",
                        messageVi: "Cụm dân cư chưa là thôn thì không có mã."
                    )
                )
            }
            try reader.finish()
        }
    }

    private static let statusProperties: [Schema.Property] = [
        .required("kind", .oneOf(Settlement.Kind.allCases.map(\.rawValue))),
        .required("name", .text(1...200)),
        .optional(
            "code",
            .matching("^[0-9A-Z]{2,10}$", 2...10) { text in
                text.utf8.allSatisfy { byte in
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                }
            }
        ),
        .optional("since", .date, "Today unless told."),
    ]

    @Sendable private static func render(_ id: UUID) async throws -> Reply {
        .json(changed.encode(id))
    }

    private static let changed = Shape<UUID>("SettlementID", [.init("id", .uuid) { $0 }])
    private static let livedHere = Shape<[UUID]>("LivedHere", [.init("items", Shape<UUID>.uuid.list) { $0 }])

    private static let settlement = Shape<Settlement>(
        "Settlement",
        [
            .init("id", .uuid) { $0.id },
            .init("kind", .oneOf(Settlement.Kind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init("kind_vi", .string) { $0.kind.vi },
            .init("name", .string) { $0.name },
            .init("code", Shape<String>.string.nullable, "A cluster without village status has none.") { $0.code },
            .init("valid_from", Shape<CalendarDay>.day.nullable, "Null where nobody wrote it down.") { $0.validFrom },
            .init("commune", .string, "The commune's code.") { $0.communeCode },
            .init("residents", .count) { $0.residents },
            .init("households", .count) { $0.households },
        ]
    )
    private static let settlements = settlement.page("Settlements")
}
