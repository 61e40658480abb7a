import FoundationEssentials
import HTTPTypes
import Registry

/// The teams that go from door to door: made, joined, left, ended (B10).
struct OutreachTeamAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "outreach-teams.list",
                method: .get,
                path: "/api/v1/outreach-teams",
                summary: "The teams of the communes within reach.",
                summaryVi: "Các tổ công tác trong phạm vi.",
                parameters: [.query("ended", .boolean, "Also those that have ended.")],
                answers: [.json(200, "The teams.", VisitShapes.teams.schema)]
            ) { exchange in try await list(exchange, withEnded: exchange.parameters["ended"]?.bool ?? false) },
            Operation(
                id: "outreach-teams.make",
                method: .post,
                path: "/api/v1/outreach-teams",
                summary: "Make a team of users.",
                summaryVi: "Lập tổ công tác.",
                body: .named(
                    "OutreachTeamDraft",
                    .object([
                        .required("commune", .digits(5...5)),
                        .required("name", .text(1...200)),
                        .required("members", .array(of: .text(2...63), maximum: 50), "The names of their accounts."),
                    ])
                ),
                answers: [.json(201, "The teams.", VisitShapes.teams.schema)],
                perform: make
            ),
            step("end", "End a team: its members leave with it.", "Giải thể tổ công tác.") { team, book, _ in
                Visits.endTeam(team, in: book)
            },
            step(
                "join",
                "Add a user to a team.",
                "Thêm người vào tổ.",
                .named("OutreachJoining", .object([.required("account", .text(2...63), "The account's name.")]))
            ) { team, book, reader in
                Visits.join(team, in: book, account: reader.text("account") ?? "")
            },
            step(
                "leave",
                "Take a user out of a team; that she belonged to it stays on record.",
                "Đưa người ra khỏi tổ; lịch sử vẫn giữ.",
                .named(
                    "OutreachLeaving",
                    .object([.required("user", .integer(1...Int64(Int32.max)), "One of the team's members.")])
                )
            ) { team, book, reader in
                Visits.leave(team, in: book, user: Int32(clamping: reader.body["user"]?.integer ?? 0))
            },
        ]
    }

    /// `POST /api/v1/outreach-teams/{id}/STEP`, which answers the teams that go on.
    private func step(
        _ step: String,
        _ summary: String,
        _ summaryVi: String,
        _ body: Schema = .object([]),
        _ query: @escaping @Sendable (UUID, Int32, BodyReader) -> Query<Void>
    ) -> Operation {
        Operation(
            id: "outreach-teams." + step,
            method: .post,
            path: "/api/v1/outreach-teams/{id}/" + step,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [.path("id", .uuid, "The team's id.")],
            body: body,
            answers: [.json(200, "The teams.", VisitShapes.teams.schema)]
        ) { exchange in
            let team = try exchange.id()
            guard let book = try await registry.readPublic(Visits.book(ofTeam: team), as: exchange.caller) else {
                throw Problem(.notFound)
            }
            let change = query(team, book, BodyReader(exchange.body))
            return try await registry.once(exchange, change, book: book, subject: team) { _ in try await list(exchange)
            }
        }
    }

    private func list(_ exchange: Exchange, withEnded: Bool = false) async throws -> Reply {
        let found = try await registry.readPublic(Visits.teams(withEnded: withEnded), as: exchange.caller)
        return .json(VisitShapes.teams.encode(Page(items: found, next: nil)))
    }

    private func make(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let commune = Areas.book(ofCommune: reader.text("commune") ?? "")
        guard let book = try await registry.readPublic(commune, as: exchange.caller) else {
            throw Problem.invalid([.notKnown("commune")])
        }
        let id = UUID.v7()
        let members = reader.body["members"]?.array?.compactMap(\.string) ?? []
        let query = Visits.makeTeam(id, in: book, name: reader.text("name") ?? "", members: members)
        return try await registry.once(exchange, query, book: book, status: 201, subject: id) { _ in
            try await list(exchange)
        }
    }
}
