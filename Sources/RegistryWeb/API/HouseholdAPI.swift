import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Households: who lives with whom, since when, and what the poverty review says.
struct HouseholdAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "households.list",
                method: .get,
                path: "/api/v1/households",
                summary: "The households of a settlement.",
                summaryVi: "Các hộ của một thôn, cụm.",
                parameters: [.query("settlement", .uuid, "The settlement's id.", required: true), .after, .limit],
                answers: [.json(200, "A page of households.", HouseholdShapes.summaries.schema)],
                perform: list
            ),
            Operation(
                id: "households.show",
                method: .get,
                path: "/api/v1/households/{id}",
                summary: "One household with its members.",
                summaryVi: "Một hộ và các thành viên.",
                parameters: [Self.householdID],
                answers: [.json(200, "The household.", HouseholdShapes.household.schema)],
                perform: show
            ),
            Operation(
                id: "households.register",
                method: .post,
                path: "/api/v1/households",
                summary: "Open a household without members yet.",
                summaryVi: "Mở hộ mới, chưa có thành viên.",
                body: Self.draft,
                answers: [.json(201, "It is open.", HouseholdShapes.household.schema, headers: ["Location"])],
                problems: [.notFound],
                perform: register
            ),
            Operation(
                id: "households.add-member",
                method: .post,
                path: "/api/v1/households/{id}/members",
                summary: "Add a resident of the same book.",
                summaryVi: "Thêm thành viên vào hộ.",
                parameters: [Self.householdID],
                body: Self.memberDraft,
                answers: [.json(200, "The household.", HouseholdShapes.household.schema)],
                perform: addMember
            ),
            Operation(
                id: "households.end-membership",
                method: .post,
                path: "/api/v1/households/{id}/members/{resident}/end",
                summary: "End a membership on a day.",
                summaryVi: "Kết thúc quan hệ với hộ từ một ngày.",
                parameters: [Self.householdID, .path("resident", .uuid, "The member's id.")],
                body: Self.ending,
                answers: [.json(200, "The household.", HouseholdShapes.household.schema)],
                perform: endMembership
            ),
            Operation(
                id: "households.assess",
                method: .post,
                path: "/api/v1/households/{id}/poverty",
                summary: "Record the class that the yearly review gave by decision (R6.2).",
                summaryVi: "Ghi kết quả rà soát hộ nghèo theo quyết định.",
                parameters: [Self.householdID],
                body: Self.assessment,
                answers: [.json(200, "The household.", HouseholdShapes.household.schema)],
                perform: assess
            ),
        ]
    }

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            Households.list(
                settlement: try exchange.id("settlement"),
                after: exchange.after,
                limit: limit
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.compactMap(\.headID) }
        )
        return .json(HouseholdShapes.summaries.encode(Page(found, limit: limit, id: \.id)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await render(exchange, try exchange.id())
    }

    private func render(_ exchange: Exchange, _ id: UUID) async throws -> Reply {
        let household = try await registry.read(
            Households.show(id),
            as: exchange.caller,
            action: "households.show",
            shown: { $0?.members.map(\.resident) ?? [] }
        )
        guard let household else { throw Problem(.notFound) }
        return .json(HouseholdShapes.household.encode(household))
    }

    // MARK: Writing

    private static let draft = Schema.named(
        "HouseholdDraft",
        .object([
            .required("settlement", .uuid),
            .optional("opened_on", .date, "Today unless told."),
            .optional("book_number", .text(1...40), "The number in the commune's paper book."),
            .optional("phone", .phone),
        ])
    )

    private func register(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let settlement = reader.id("settlement") ?? UUID()
        guard let book = try await registry.readPublic(Settlements.locate(settlement), as: exchange.caller) else {
            throw Problem(.notFound)
        }
        let id = UUID.v7()
        let query = Households.register(
            id,
            in: book,
            settlement: settlement,
            on: reader.day("opened_on"),
            bookNumber: reader.text("book_number"),
            phone: reader.text("phone")
        )
        return try await registry.once(exchange, query, book: book, status: 201, subject: id) { id in
            var reply = try await render(exchange, id)
            reply.headers[.location] = "/api/v1/households/" + id.uuidString.lowercased()
            return reply
        }
    }

    private static let memberDraft = Schema.named(
        "MemberDraft",
        .object([
            .required("resident", .uuid),
            .required("relation", .relation, "To the head of the household (R4)."),
            .optional("declared", .text(1...100), "The word that was written, where the code says less."),
            .optional("principal", .boolean, "The household one belongs to; true unless told."),
            .optional("since", .date, "Today unless told."),
        ])
    )

    private func addMember(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let id = try exchange.id()
        let book = try await book(of: id, exchange)
        let resident = reader.id("resident") ?? UUID()
        let query = Households.add(
            resident,
            to: id,
            in: book,
            relation: reader.text("relation").flatMap(RelationToHead.init(rawValue:)) ?? .other,
            declared: reader.text("declared"),
            isPrincipal: reader.body["principal"]?.bool ?? true,
            since: reader.day("since")
        )
        return try await registry.once(exchange, query, book: book, residents: [resident], subject: id) { id in
            try await render(exchange, id)
        }
    }

    private static let ending = Schema.named(
        "EndOfMembership",
        .object([
            .required("way", .oneOf(EndOfMembership.allCases.map(\.rawValue))),
            .optional("on", .date, "The first day on which it is over; today unless told."),
        ])
    )

    private func endMembership(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let id = try exchange.id()
        let resident = try exchange.id("resident")
        let book = try await book(of: id, exchange)
        try await requireOpenMembership(of: resident, in: id, exchange)
        let way = reader.text("way").flatMap(EndOfMembership.init(rawValue:)) ?? .moved
        let query = Households.end(resident, of: id, in: book, on: reader.day("on"), way: way)
        return try await registry.once(exchange, query, book: book, residents: [resident], subject: id) { id in
            try await render(exchange, id)
        }
    }

    /// Throws ``RegistryError/notFound`` where there is no membership to end, unless this request has ended it already.
    private func requireOpenMembership(of resident: UUID, in household: UUID, _ exchange: Exchange) async throws {
        let caller = try exchange.caller
        let shown = try await registry.readPublic(Households.show(household), as: caller)
        let isMember = shown?.members.contains { $0.resident == resident && $0.validTo == nil } ?? false
        guard !isMember, let key = exchange.key else { return }
        guard try await registry.earlierAnswer(to: key, as: caller) != nil else { throw RegistryError.notFound }
    }

    private static let assessment = Schema.named(
        "PovertyAssessment",
        .object([
            .required("year", .integer(2000...2200), "The review's year."),
            .required("class", .oneOf(PovertyClass.allCases.map(\.rawValue))),
            .optional("decision", .text(1...500), "The decision's number."),
            .optional("since", .date, "Today unless told."),
        ])
    )

    private func assess(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let id = try exchange.id()
        let book = try await book(of: id, exchange)
        let query = Households.assess(
            id,
            in: book,
            year: Int16(reader.body["year"]?.integer ?? 0),
            as: reader.text("class").flatMap(PovertyClass.init(rawValue:)) ?? .average,
            decision: reader.text("decision"),
            since: reader.day("since")
        )
        return try await registry.once(exchange, query, book: book, subject: id) { id in
            try await render(exchange, id)
        }
    }

    private func book(of household: UUID, _ exchange: Exchange) async throws -> Int32 {
        try await registry.bookToEdit(
            Households.locate(household),
            orShow: Households.show(household),
            as: exchange.caller
        )
    }

    private static let householdID = Operation.Parameter.path("id", .uuid, "The household's id.")
}

extension Schema {
    static let phone = Schema.matching("^[0-9+][0-9 .-]{5,19}$", 6...20) { text in
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.utf8.first, digits.contains(first) || first == UInt8(ascii: "+") else { return false }
        return text.utf8.dropFirst().allSatisfy { digits.contains($0) || " .-".utf8.contains($0) }
    }
    static let relation = Schema.oneOf(RelationToHead.allCases.map(\.rawValue))
}
