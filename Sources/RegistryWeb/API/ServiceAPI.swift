import HTTPTypes
import Registry

/// What the service says about itself: health, and what its problems mean.
struct ServiceAPI {
    /// Whether the database answers.
    let isReady: @Sendable () async -> Bool

    var operations: [Operation] {
        [
            Operation(
                id: "service.live",
                method: .get,
                path: "/livez",
                summary: "Whether the process answers; asks no database.",
                summaryVi: "Tiến trình còn chạy hay không.",
                access: .anybody,
                answers: [.json(200, "It does.", Self.health.schema)]
            ) { _ in .json(Self.health.encode("live")) },
            Operation(
                id: "service.ready",
                method: .get,
                path: "/readyz",
                summary: "Whether requests can be answered; asks the database.",
                summaryVi: "Hệ thống đã sẵn sàng hay chưa.",
                access: .anybody,
                answers: [.json(200, "They can.", Self.health.schema)],
                problems: [.unavailable]
            ) { [isReady] _ in
                guard await isReady() else { throw Problem(.unavailable) }
                return .json(Self.health.encode("ready"))
            },
            Operation(
                id: "service.problem",
                method: .get,
                path: "/problems/{kind}",
                summary: "What a problem's type means.",
                summaryVi: "Ý nghĩa của một loại lỗi.",
                access: .anybody,
                parameters: [.path("kind", .text(1...60), "The end of a problem's `type`.")],
                answers: [.json(200, "The kind.", Self.problemKind.schema)]
            ) { exchange in
                guard let kind = exchange.parameters["kind"]?.string.flatMap(ProblemKind.init(rawValue:)) else {
                    throw Problem(.notFound)
                }
                return .json(Self.problemKind.encode(kind))
            },
        ]
    }

    private static let health = Shape<String>("Health", [.init("status", .oneOf(["live", "ready"])) { $0 }])

    private static let problemKind = Shape<ProblemKind>(
        "ProblemKind",
        [
            .init("type", Shape<String>(.string(.init(format: .uriReference))) { .string($0) }) { $0.type },
            .init("status", .integer) { $0.status },
            .init("title", .string) { $0.title.en },
            .init("title_vi", .string) { $0.title.vi },
        ]
    )
}
