import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Outreach: where to go today, what is planned, and what came of it (B10, K3).
struct VisitAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "visits.list",
                method: .get,
                path: "/api/v1/visits",
                summary: "The visits of a household, the newest first.",
                summaryVi: "Các lượt đến một hộ, mới nhất trước.",
                parameters: [.query("household", .uuid, "The household's id.", required: true), .limit],
                answers: [.json(200, "Its visits.", VisitShapes.visits.schema)],
                perform: list
            ),
            Operation(
                id: "visits.plan",
                method: .post,
                path: "/api/v1/visits",
                summary: "Plan a visit to a household.",
                summaryVi: "Lên lịch đến hộ.",
                body: .named(
                    "VisitPlan",
                    .object([
                        .required("household", .uuid),
                        .optional("planned_on", .date, "Today unless told."),
                        .optional("team", .uuid),
                    ])
                ),
                answers: [.json(201, "It is planned.", VisitShapes.visit.schema)],
                perform: plan
            ),
            Operation(
                id: "visits.upload",
                method: .post,
                path: "/api/v1/visits/batch",
                summary: "What came of a day's visits, also later from a device without network; may be sent again.",
                summaryVi: "Gửi kết quả các lượt đến hộ trong ngày, kể cả gửi muộn; gửi lại không ghi hai lần.",
                body: .named(
                    "VisitBatch",
                    .object([
                        .required("device_time", .dateTime, "What the device's clock says as it sends."),
                        .required("visits", .array(of: Self.report, maximum: 200), "To households of one book."),
                    ])
                ),
                answers: [.json(200, "What became of each.", VisitShapes.receipts.schema)],
                problems: [.notAllowed, .notFound],
                perform: upload
            ),
            Operation(
                id: "visits.next",
                method: .get,
                path: "/api/v1/settlements/{id}/visit-list",
                summary: "Where to go in a settlement today, ordered by what is open.",
                summaryVi: "Danh sách hộ cần đến hôm nay của thôn, xếp theo việc còn lại.",
                parameters: [.path("id", .uuid, "The settlement's id."), .limit],
                answers: [.json(200, "The households.", VisitShapes.list.schema)],
                perform: next
            ),
        ]
    }

    private static let report = Schema.named(
        "VisitReport",
        .object([
            .required("id", .uuid, "Made by the device; sent again under the same id it is the same visit."),
            .required("household", .uuid),
            .required("outcome", .oneOf(Visit.State.outcomes.map(\.rawValue))),
            .required("done_at", .dateTime, "The device's own time."),
            .optional("note", .text(1...500)),
            .optional("home_issuing", .boolean, "Somebody too old to come asks for a card to be made at home."),
            .optional(
                "people",
                .array(
                    of: .named(
                        "VisitedPerson",
                        .object([
                            .required("resident", .uuid),
                            .required("what", .oneOf(Visit.Person.What.allCases.map(\.rawValue))),
                        ])
                    ),
                    maximum: 50
                )
            ),
        ])
    )

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        guard let household = exchange.parameters["household"]?.string.flatMap({ UUID(uuidString: $0) }) else {
            throw Problem(.notFound)
        }
        let found = try await registry.read(
            Visits.list(of: household, limit: exchange.limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.flatMap { $0.people.map(\.resident) } }
        )
        return .json(VisitShapes.visits.encode(Page(items: found, next: nil)))
    }

    private func next(_ exchange: Exchange) async throws -> Reply {
        let found = try await registry.read(
            Visits.next(in: try exchange.id(), limit: exchange.limit),
            as: exchange.caller,
            action: exchange.operation.id,
            detail: { "{\"households\":\($0.count)}" }
        )
        return .json(VisitShapes.list.encode(Page(items: found, next: nil)))
    }

    // MARK: Steps

    private func plan(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let caller = try exchange.caller
        guard let household = reader.id("household"),
            let book = try await registry.readPublic(Visits.book(of: household), as: caller)
        else { throw Problem(.notFound) }
        let id = UUID.v7()
        let query = Visits.plan(id, of: household, in: book, team: reader.id("team"), on: reader.day("planned_on"))
        return try await registry.once(exchange, query, book: book, status: 201, subject: id) { id in
            guard let visit = try await registry.readPublic(Visits.show(id), as: caller) else {
                throw Problem(.notFound)
            }
            return .json(VisitShapes.visit.encode(visit))
        }
    }

    private func upload(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let caller = try exchange.caller
        let reports = reader.members("visits").compactMap(Self.report)
        guard let deviceTime = Self.time(reader.text("device_time")), reports.count == reader.members("visits").count
        else { throw Problem(.invalid) }
        guard let first = reports.first else { return .json(VisitShapes.receipts.encode(Page(items: [], next: nil))) }
        guard let book = try await registry.readPublic(Visits.book(of: first.household), as: caller) else {
            throw Problem(.notFound)
        }
        let receipts = try await registry.write(
            Visits.upload(reports, in: book, deviceTime: deviceTime),
            as: caller,
            action: exchange.operation.id,
            book: book,
            residents: Array(Set(reports.flatMap { $0.people.map(\.resident) }))
        )
        return .json(VisitShapes.receipts.encode(Page(items: receipts, next: nil)))
    }

    // MARK: Values

    /// A report whose form has been checked.
    private static func report(_ object: JSONObject) -> VisitReport? {
        func id(_ name: String, in object: JSONObject) -> UUID? {
            object[name]?.string.flatMap { UUID(uuidString: $0) }
        }
        guard let visit = id("id", in: object), let household = id("household", in: object),
            let outcome = object["outcome"]?.string.flatMap(Visit.State.init(rawValue:)),
            let doneAt = time(object["done_at"]?.string)
        else { return nil }
        let people = (object["people"]?.array ?? []).compactMap(\.object).compactMap { person -> Visit.Person? in
            guard let resident = id("resident", in: person),
                let what = person["what"]?.string.flatMap(Visit.Person.What.init(rawValue:))
            else { return nil }
            return Visit.Person(resident: resident, what: what)
        }
        return VisitReport(
            id: visit,
            household: household,
            outcome: outcome,
            doneAt: doneAt,
            note: object["note"]?.string,
            wishesHomeIssuing: object["home_issuing"]?.bool ?? false,
            people: people
        )
    }

    private static func time(_ text: String?) -> Date? {
        text.flatMap { try? Date($0, strategy: .iso8601) }
    }
}
