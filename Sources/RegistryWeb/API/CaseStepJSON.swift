import CivilIdentity
import FoundationEssentials
import Registry

/// A step of a case as it is sent: its name, and what belongs to it.
enum CaseStepJSON {
    static let schema = Schema.named(
        "CaseStep",
        .object([
            .required("step", .oneOf(steps), "One of the case's next_steps."),
            .optional("reason", .text(3...1000)),
            .optional("rests_on", .text(3...1000), "With decide: what the decision rests on."),
            .optional("outcome", .oneOf(IdentityCase.Outcome.allCases.map(\.rawValue)), "With decide."),
            .optional("withdrawal", .oneOf(IdentityCase.Withdrawal.allCases.map(\.rawValue)), "With withdraw."),
            .optional("search", search, "With search_duplicates."),
            .optional("question", question, "With send_request and ask_next: one of the case's questions."),
            .optional("reminder", reminder, "With remind."),
            .optional("reply", reply, "With record_reply."),
            .optional("number", number, "With enter_number."),
            .optional("waits_for", key, "With hold."),
        ])
    )

    /// All that somebody may take; a case is opened by the list's POST, and released by the register.
    private static let steps =
        CaseStep.Plain.allCases.map(\.rawValue) + CaseStep.Asking.allCases.map(\.rawValue)
        + ["search_duplicates", "remind", "record_reply", "decide", "enter_number", "hold", "withdraw"]

    private static let search = Schema.named(
        "CaseSearch",
        .object([
            .required(
                "candidates",
                .array(
                    of: .object([
                        .required("book", .integer(1...Int64(Int32.max))),
                        .required("resident", .uuid),
                        .required("score", .number),
                    ]),
                    maximum: 50
                ),
                "Whom the officer looked at; empty where there was nobody."
            ),
            .required("said", .text(3...1000), "The officer's word on it."),
        ])
    )

    private static let question = Schema.named(
        "CaseQuestionChoice",
        .object([
            .required("claim", .integer(1...Int64.max)),
            .required("name_fact", .integer(1...Int64.max)),
            .optional("area", .integer(1...Int64(Int32.max)), "The first of the claim's unless told."),
            .required("channel", RequestShapes.channel.schema),
        ])
    )

    private static let reminder = Schema.named(
        "CaseReminder",
        .object([.required("request", .uuid), .required("channel", RequestShapes.channel.schema)])
    )

    private static let reply = Schema.named(
        "CaseReply",
        .object([.required("request", .uuid)] + replyProperties)
    )

    static let replyProperties: [Schema.Property] = [
        .required("outcome", .oneOf(ReplyOutcome.allCases.map(\.rawValue))),
        .optional("received_on", .date, "Today unless told."),
        .optional("words", .text(1...2000), "As the letter says it."),
    ]

    private static let number = Schema.named(
        "CaseNumber",
        .object([
            .required("number", .digits(12...12)),
            .required("document", .text(3...500), "The document that gives it."),
            .optional("on", .date, "The day on which it was given; today unless told."),
        ])
    )

    private static let key = Schema.named(
        "CaseToWaitFor",
        .object([.required("book", .integer(1...Int64(Int32.max))), .required("id", .uuid)])
    )

    /// The step, or what is missing of it.
    static func read(_ reader: inout BodyReader) -> CaseStep? {
        let name = reader.text("step") ?? ""
        let words = CaseStep.Words(reason: reader.text("reason"), restsOn: reader.text("rests_on"))
        if let plain = CaseStep.Plain(rawValue: name) { return .plain(plain, words) }
        if let asking = CaseStep.Asking(rawValue: name) {
            return part("question", &reader).map { .ask(asking, question(of: $0)) }
        }
        switch name {
        case "search_duplicates": return part("search", &reader).map { .searchDuplicates(search(of: $0)) }
        case "remind":
            return part("reminder", &reader).map { .remind(request: id("request", of: $0), channel: channel(of: $0)) }
        case "record_reply":
            return part("reply", &reader).map { .recordReply(reply(of: $0, to: id("request", of: $0))) }
        case "decide":
            guard let outcome = reader.text("outcome").flatMap(IdentityCase.Outcome.init(rawValue:)) else {
                reader.note(.missing("outcome"))
                return nil
            }
            return .decide(outcome, words)
        case "enter_number":
            guard let part = part("number", &reader) else { return nil }
            return number(of: part, &reader)
        case "hold":
            return part("waits_for", &reader).map {
                .hold(for: CaseKey(book: Int32($0["book"]?.integer ?? 0), id: id("id", of: $0)))
            }
        default:
            guard let kind = reader.text("withdrawal").flatMap(IdentityCase.Withdrawal.init(rawValue:)) else {
                reader.note(.missing("withdrawal"))
                return nil
            }
            return .withdraw(kind, reason: words.reason ?? "")
        }
    }

    /// A reply whose form has been checked.
    static func reply(of object: JSONObject, to request: UUID) -> CaseStep.Reply {
        CaseStep.Reply(
            request: request,
            receivedOn: day("received_on", of: object),
            outcome: object["outcome"]?.string.flatMap(ReplyOutcome.init(rawValue:)) ?? .noReply,
            words: object["words"]?.string
        )
    }

    private static func part(_ name: String, _ reader: inout BodyReader) -> JSONObject? {
        guard let part = reader.member(name) else {
            reader.note(.missing(name))
            return nil
        }
        return part
    }

    private static func id(_ name: String, of object: JSONObject) -> UUID {
        object[name]?.string.flatMap { UUID(uuidString: $0) } ?? UUID()
    }

    private static func day(_ name: String, of object: JSONObject) -> CalendarDay {
        object[name]?.string.flatMap { CalendarDay(iso: $0) } ?? .businessDay()
    }

    private static func channel(of object: JSONObject) -> VerificationRequest.Channel {
        object["channel"]?.string.flatMap(VerificationRequest.Channel.init(rawValue:)) ?? .post
    }

    private static func question(of object: JSONObject) -> CaseStep.Question {
        CaseStep.Question(
            claim: Int(object["claim"]?.integer ?? 0),
            nameFact: Int(object["name_fact"]?.integer ?? 0),
            area: object["area"]?.integer.map { Int32($0) },
            channel: channel(of: object)
        )
    }

    private static func search(of object: JSONObject) -> CaseStep.SearchResult {
        let candidates = (object["candidates"]?.array ?? []).compactMap(\.object).map { candidate in
            let resident = ResidentKey(book: Int32(candidate["book"]?.integer ?? 0), id: id("resident", of: candidate))
            return CaseStep.SearchResult.Candidate(resident: resident, score: score(candidate["score"]))
        }
        return CaseStep.SearchResult(candidates: candidates, said: object["said"]?.string ?? "")
    }

    private static func score(_ value: JSONValue?) -> Double {
        switch value {
        case .number(let score): score
        case .integer(let score): Double(score)
        default: 0
        }
    }

    private static func number(of object: JSONObject, _ reader: inout BodyReader) -> CaseStep? {
        let on = day("on", of: object)
        do throws(Refusal) {
            let number = try PersonalNumber(checking: object["number"]?.string ?? "")
            if let refusal = number.refusal(on: on) {
                reader.note(refusal, at: "number.number")
                return nil
            }
            return .enterNumber(number, document: object["document"]?.string ?? "", on: on)
        } catch {
            reader.note(error, at: "number.number")
            return nil
        }
    }
}
