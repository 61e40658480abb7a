import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Targets by area and date, and how far they have come (C8).
struct TargetAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "targets.list",
                method: .get,
                path: "/api/v1/targets",
                summary: "Targets that were announced and not withdrawn.",
                summaryVi: "Các chỉ tiêu đã công bố.",
                parameters: [
                    .query("area", .digits(2...5), "Only those of the area of this code."),
                    .query("measure", StandingParameters.measure, "Only this measure."),
                    .query("ages", StandingParameters.ages, "Only for these ages."),
                    .query("withdrawn", .boolean, "Also those that were withdrawn."),
                ],
                answers: [.json(200, "By area and measure.", TargetShapes.targets.schema)],
                perform: list
            ),
            Operation(
                id: "targets.show",
                method: .get,
                path: "/api/v1/targets/{id}",
                summary: "A target with every last day that was announced.",
                summaryVi: "Một chỉ tiêu và các lần công bố.",
                parameters: [Self.id],
                answers: [.json(200, "The target.", TargetShapes.record.schema, headers: ["ETag"])],
                perform: show
            ),
            Operation(
                id: "targets.progress",
                method: .get,
                path: "/api/v1/targets/{id}/progress",
                summary: "Done, left, needed per working day, and the forecast with its range.",
                summaryVi: "Đã đạt, còn lại, cần mỗi ngày làm việc, và dự báo.",
                parameters: [Self.id] + StandingParameters.day,
                answers: [.json(200, "Within the caller's reach.", TargetShapes.progress.schema)],
                perform: progress
            ),
            Operation(
                id: "targets.announce",
                method: .post,
                path: "/api/v1/targets",
                summary: "Announce a target of an area, by the district's officer or analyst.",
                summaryVi: "Công bố chỉ tiêu của một địa bàn.",
                body: .named(
                    "TargetDraft",
                    .object([
                        .required("area", .digits(2...5), "The area's code."),
                        .required("measure", StandingParameters.measure),
                        .optional("ages", StandingParameters.ages, "As is usual for the measure unless told."),
                        .required("deadline", .date, "The last day, as announced."),
                        .required("decision", .text(3...500), "What it rests on."),
                    ])
                ),
                answers: [.json(201, "It is announced.", TargetShapes.record.schema, headers: ["ETag"])],
                perform: announce
            ),
            change(
                "deadline",
                "Announce another last day; what was announced before stays.",
                "Đổi thời hạn của chỉ tiêu.",
                .named(
                    "TargetDeadline",
                    .object([
                        .required("deadline", .date, "The last day, as announced."),
                        .required("decision", .text(3...500), "Why it is changed."),
                    ])
                )
            ),
            change(
                "withdraw",
                "Withdraw a target; what was announced stays.",
                "Rút chỉ tiêu.",
                .named("TargetWithdrawal", .object([.required("decision", .text(3...500), "Why it is withdrawn.")]))
            ),
        ]
    }

    private static let id = Operation.Parameter.path("id", .uuid, "The target's id.")

    private func change(_ step: String, _ summary: String, _ summaryVi: String, _ body: Schema) -> Operation {
        Operation(
            id: "targets." + step,
            method: .post,
            path: "/api/v1/targets/{id}/" + step,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.id],
            body: body,
            changesResident: true,
            answers: [.json(200, "It is so.", TargetShapes.record.schema, headers: ["ETag"])],
            perform: set
        )
    }

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = Targets.Filter()
        filter.area = parameters["area"]?.string
        filter.measure = parameters["measure"]?.string.flatMap(TargetMeasure.init(rawValue:))
        filter.ages = parameters["ages"]?.string.flatMap(TargetAges.init(rawValue:))
        filter.withWithdrawn = parameters["withdrawn"]?.bool ?? false
        let found = try await registry.readPublic(Targets.list(filter), as: exchange.caller)
        return .json(TargetShapes.targets.encode(Page(items: found, next: nil)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await rendered(try exchange.id(), exchange)
    }

    private func rendered(_ id: UUID, _ exchange: Exchange) async throws -> Reply {
        guard let found = try await registry.readPublic(Targets.show(id), as: exchange.caller) else {
            throw Problem(.notFound)
        }
        let tag = EntityTag([.init(book: 0, revision: found.target.revision)])
        return .json(TargetShapes.record.encode(found), headers: [.eTag: tag.text])
    }

    private func progress(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        let (asOf, asNow) = try exchange.standingDay()
        guard let target = try await registry.readPublic(Targets.show(try exchange.id()), as: caller)?.target,
            let deadline = target.deadline,
            let area = try await registry.readPublic(
                Targets.area(of: target, on: asNow ? nil : asOf),
                as: caller
            )
        else { throw Problem(.notFound) }
        let query = Targets.progress(
            of: target,
            until: deadline,
            in: area,
            asOf: asOf,
            asNow: asNow,
            today: try await registry.readPublic(Targets.today, as: caller)
        )
        let progress = try await registry.read(
            query,
            as: caller,
            action: exchange.operation.id,
            detail: { "{\"communes\":\($0.report.communes.count)}" }
        )
        return .json(TargetShapes.progress.encode(progress))
    }

    // MARK: Setting

    private func announce(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let caller = try exchange.caller
        let code = reader.text("area") ?? ""
        guard let area = try await registry.readPublic(Areas.last(code: code, on: nil), as: caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        let measure = reader.text("measure").flatMap(TargetMeasure.init(rawValue:)) ?? .personalNumber
        let id = UUID.v7()
        let query = Targets.announce(
            id,
            of: area,
            measure,
            reader.text("ages").flatMap(TargetAges.init(rawValue:)) ?? measure.usualAges,
            by: reader.day("deadline"),
            decision: reader.text("decision") ?? ""
        )
        return try await registry.once(exchange, query, book: nil, status: 201, subject: id) {
            try await rendered($0, exchange)
        }
    }

    /// Another last day, or none where the body names none: then it is withdrawn.
    private func set(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let id = try exchange.id()
        guard let revision = exchange.expected?.revision(inBook: 0) else { throw Problem(.stale) }
        let query = Targets.change(
            id,
            revision: revision,
            deadline: exchange.body["deadline"] == nil ? nil : reader.day("deadline"),
            decision: reader.text("decision") ?? ""
        )
        return try await registry.once(exchange, query, book: nil, subject: id) { try await rendered($0, exchange) }
    }
}
