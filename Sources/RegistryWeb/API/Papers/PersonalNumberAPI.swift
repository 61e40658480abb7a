import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Personal numbers as the ministry gave, cancelled and re-established them (C9).
struct PersonalNumberAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "personal-numbers.list",
                method: .get,
                path: "/api/v1/residents/{id}/personal-numbers",
                summary: "All that happened to a person's numbers.",
                summaryVi: "Lịch sử số định danh của một người.",
                parameters: [Self.residentID],
                answers: [.json(200, "In order.", Self.events.schema)],
                perform: list
            ),
            change(
                nil,
                "Confirm a number by its decision or document; the first one agrees with the record (R1.7).",
                "Xác nhận số định danh theo văn bản.",
                .named("PersonalNumberDraft", .object([Self.number] + Self.grounds))
            ) { key, revision, reader in
                guard let number = Self.number(&reader) else { throw Problem(.invalid) }
                return Residents.confirm(
                    number,
                    of: key,
                    revision: revision,
                    reason: reader.text("reason") ?? "",
                    evidence: reader.text("document") ?? "",
                    on: Self.day(&reader)
                )
            },
            change(
                "cancel",
                "Record that the number was cancelled: it stays reserved, and card and accounts end with it (R1.8).",
                "Ghi việc hủy số định danh.",
                .named(
                    "PersonalNumberCancellation",
                    .object(
                        [.required("ground", .oneOf(PersonalNumberEvent.Ground.allCases.map(\.rawValue)))]
                            + Self.grounds
                    )
                )
            ) { key, revision, reader in
                guard let ground = reader.text("ground").flatMap(PersonalNumberEvent.Ground.init(rawValue:)) else {
                    throw Problem(.invalid)
                }
                return PersonalNumbers.cancel(
                    of: key,
                    revision: revision,
                    because: ground,
                    reason: reader.text("reason") ?? "",
                    by: reader.text("document") ?? "",
                    on: Self.day(&reader)
                )
            },
            change(
                "re-establish",
                "Record the number that takes the place of a cancelled one (R1.8).",
                "Ghi số định danh được xác lập lại.",
                .named("PersonalNumberDraft", .object([Self.number] + Self.grounds))
            ) { key, revision, reader in
                guard let number = Self.number(&reader) else { throw Problem(.invalid) }
                return PersonalNumbers.reEstablish(
                    number,
                    of: key,
                    revision: revision,
                    reason: reader.text("reason") ?? "",
                    by: reader.text("document") ?? "",
                    on: Self.day(&reader)
                )
            },
        ]
    }

    private static let residentID = Operation.Parameter.path("id", .uuid, "The person's id, the same in every book.")
    private static let number = Schema.Property.required("number", .digits(12...12))
    private static let grounds: [Schema.Property] = [
        .reason,
        .required("document", .text(1...500), "The decision or notice of the ministry."),
        .optional("on", .date, "When it happened; today unless told."),
    ]

    private static func number(_ reader: inout BodyReader) -> PersonalNumber? {
        do {
            let number = try PersonalNumber(checking: reader.text("number") ?? "")
            if let refusal = number.refusal(on: .businessDay()) { reader.note(refusal, at: "number") }
            return number
        } catch {
            reader.note(error, at: "number")
            return nil
        }
    }

    /// The day it happened, which is none to come.
    private static func day(_ reader: inout BodyReader) -> CalendarDay {
        let day = reader.day("on")
        if day > .businessDay() {
            reader.note(
                FieldError(
                    field: "on",
                    rule: "A12",
                    message: "The day has not come yet.",
                    messageVi: "Ngày này chưa đến."
                )
            )
        }
        return day
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let id = try exchange.id()
        let caller = try exchange.caller
        guard try await registry.readPublic(Residents.show(id).map({ !$0.isEmpty }), as: caller) else {
            throw Problem(.notFound)
        }
        return try await render(id, exchange)
    }

    private func render(_ id: UUID, _ exchange: Exchange) async throws -> Reply {
        let events = try await registry.read(
            PersonalNumbers.history(of: id),
            as: exchange.caller,
            action: "personal-numbers.list",
            shown: { _ in [id] }
        )
        return .json(Self.events.encode(events))
    }

    /// A step on a person's number, at the version of the resident that `If-Match` says.
    private func change(
        _ step: String?,
        _ summary: String,
        _ summaryVi: String,
        _ body: Schema,
        _ query: @escaping @Sendable (ResidentKey, Int32, inout BodyReader) throws -> Query<Void>
    ) -> Operation {
        Operation(
            id: "personal-numbers." + (step ?? "confirm"),
            method: .post,
            path: "/api/v1/residents/{id}/personal-numbers" + (step.map { "/" + $0 } ?? ""),
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.residentID],
            body: body,
            changesResident: true,
            answers: [.json(200, "It is recorded.", Self.events.schema)]
        ) { exchange in
            let id = try exchange.id()
            let seen = try await registry.readPublic(Residents.show(id), as: exchange.caller)
            guard !seen.isEmpty else { throw Problem(.notFound) }
            guard
                let entry = exchange.expected?.entries.first(where: { entry in
                    seen.contains { $0.key.book == entry.book }
                })
            else { throw Problem(.stale) }
            let key = ResidentKey(book: entry.book, id: id)
            var reader = BodyReader(exchange.body)
            // What is wrong with the fields is said before what is wrong with the whole.
            let change = Result { try query(key, entry.revision, &reader) }
            try reader.finish()
            return try await registry.once(
                exchange,
                try change.get(),
                book: key.book,
                residents: [id],
                subject: id
            ) { id in try await render(id, exchange) }
        }
    }

    private static let events = Shape<[PersonalNumberEvent]>(
        "PersonalNumberHistory",
        [.init("items", event.list, "In order.") { $0 }]
    )

    private static let event = Shape<PersonalNumberEvent>(
        "PersonalNumberEvent",
        [
            .init("number", .string) { $0.number },
            .init("kind", .oneOf(PersonalNumberEvent.Kind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init(
                "ground",
                Shape<String>.oneOf(PersonalNumberEvent.Ground.allCases.map(\.rawValue)).nullable,
                "Why it was cancelled (R1.8, R1.9)."
            ) { $0.ground?.rawValue },
            .init("on", Shape<CalendarDay>.day.nullable) { $0.on },
            .init("reason", .string) { $0.reason },
            .init("document", .string) { $0.restsOn },
            .init("at", .dateTime) { $0.at },
            .init("by", .integer) { $0.by },
        ]
    )
}
