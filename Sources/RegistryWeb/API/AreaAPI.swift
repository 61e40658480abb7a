import CivilIdentity
import HTTPTypes
import Registry

/// Administrative units as they were on a day.
struct AreaAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "areas.list",
                method: .get,
                path: "/api/v1/areas",
                summary: "The units right below one on a day; the provinces where none is named.",
                summaryVi: "Các đơn vị trực thuộc một đơn vị vào một ngày.",
                parameters: [
                    .query("below", .digits(2...5), "The code of the unit above."),
                    .day("at", "The day; today unless told."),
                ],
                answers: [.json(200, "The units, by code.", Self.areas.schema)],
                perform: list
            ),
            Operation(
                id: "areas.show",
                method: .get,
                path: "/api/v1/areas/{code}",
                summary: "One unit as it was on a day.",
                summaryVi: "Một đơn vị vào một ngày.",
                parameters: [
                    .path("code", .digits(2...5), "The statistics office's code."),
                    .day("at", "The day; today unless told."),
                ],
                answers: [.json(200, "The unit.", Self.area.schema)],
                perform: show
            ),
        ]
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let code = exchange.parameters["below"]?.string
        let areas = try await registry.readPublic(
            Areas.list(below: code, on: exchange.day("at")),
            as: exchange.caller
        )
        return .json(Self.areas.encode(Page(items: areas, next: nil)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        let code = exchange.parameters["code"]?.string ?? ""
        let query = Areas.show(code: code, on: exchange.day("at"))
        guard let area = try await registry.readPublic(query, as: exchange.caller) else { throw Problem(.notFound) }
        return .json(Self.area.encode(area))
    }

    static let area = Shape<Area>(
        "Area",
        [
            .init("code", .string) { $0.code },
            .init("level", .oneOf(Area.Level.allCases.map(\.rawValue))) { $0.level.rawValue },
            .init("name", .string) { $0.name },
            .init("parent", Shape<String>.string.nullable, "The code of the unit above.") { $0.parentCode },
            .init("urban", .bool) { $0.isUrban },
            .init("valid_from", Shape<CalendarDay>.day.nullable, "Null where nobody knows since when.") {
                $0.validFrom
            },
            .init("valid_to", Shape<CalendarDay>.day.nullable, "Null while it lasts.") { $0.validTo },
        ]
    )

    private static let areas = area.page("Areas")
}
