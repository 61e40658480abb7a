import CivilIdentity
import FoundationEssentials
import Registry

/// How cards stand in JSON.
enum CardShapes {
    static let cards = card.page("Cards")
    static let batches = batch.page("CardBatches")
    static let handOver = list.page("HandOver")

    static let card = Shape<Card>("Card", "An identity card, from the request to its end.", fields { $0 })

    static let history = Shape<CardHistory>(
        "CardHistory",
        "A card and all that happened to it.",
        fields { $0.card } + [.init("events", Shape<PaperEvent>.paperEvent.list, "In order.") { $0.events }]
    )

    private static func fields<Holder>(_ of: @escaping @Sendable (Holder) -> Card) -> [Shape<Holder>.Field] {
        [
            .init("id", .uuid) { of($0).id },
            .init("resident", .residentKey) { of($0).resident },
            .init("name", .string, "As the holder is called now.") { of($0).name },
            .init("settlement", Shape<UUID>.uuid.nullable) { of($0).settlement },
            .init("settlement_name", Shape<String>.string.nullable) { of($0).settlementName },
            .init("state", .oneOf(Card.State.allCases.map(\.rawValue))) { of($0).state.rawValue },
            .init("ground", .oneOf(Card.Ground.allCases.map(\.rawValue)), "Why it is made (R2.8).") {
                of($0).ground.rawValue
            },
            .init("replaces", Shape<UUID>.uuid.nullable, "The card it takes the place of.") { of($0).replaces },
            .init("requested_on", .day) { of($0).requestedOn },
            .init("due_on", .day, "Seven working days from the request (R2.5).") { of($0).dueOn },
            .init("representative", Shape<String>.string.nullable, "Null: the person applied.") {
                if case .representative(let name) = of($0).applicant { name } else { nil }
            },
            .init("captured", captured, "Whether, never what (R2.11).") { of($0).biometrics },
            .init("batch", Shape<UUID>.uuid.nullable) { of($0).batch },
            .init("printed", printed.nullable, "Taken down when it was approved; null before.") { of($0).printed },
            .init("differs", Shape<String>.string.list, "Printed fields that the record says otherwise now (C7).") {
                of($0).differs
            },
            .init(
                "exchange_from",
                Shape<CalendarDay>.day.nullable,
                "The earliest day of the next exchange, over all days on which the holder may be born (C2)."
            ) { of($0).exchangeFrom },
            .init("exchange_to", Shape<CalendarDay>.day.nullable, "The latest; null where none may be to come.") {
                of($0).exchangeTo
            },
            .init("printed_on", Shape<CalendarDay>.day.nullable) { of($0).printedOn },
            .init("handed_over_on", Shape<CalendarDay>.day.nullable) { of($0).handedOverOn },
        ]
    }

    private static let printed = Shape<Card.Printed>(
        "CardPrinted",
        "What stands on the card (R2.7).",
        [
            .init("name", .string) { $0.name },
            .init("born", .string, "A day, a month or a year, as precise as it is known.") { $0.born },
            .init("sex", .oneOf(Sex.allCases.map(\.rawValue))) { $0.sex },
            .init("number", .string) { $0.number },
            .init("nationality", .string) { $0.nationality },
            .init("birth_registered_at", Shape<String>.string.nullable) { $0.birthRegisteredAt },
            .init("residence", .string) { $0.residence },
            .init("issuer", .string) { $0.issuer },
            .init("issued_on", .day) { $0.issuedOn },
            .init("expires_on", Shape<CalendarDay>.day.nullable, "Null: no end (R2.4).") { $0.expiresOn },
            .init("expiry_certain", .bool, "Whether every day on which the holder may be born gives this one.") {
                $0.isExpiryCertain
            },
        ]
    )

    private static let captured = Shape<Card.Biometrics>(
        "CardCaptured",
        [
            .init("face", answer) { $0.face.rawValue },
            .init("fingerprints", answer) { $0.fingerprints.rawValue },
            .init("iris", answer) { $0.iris.rawValue },
            .init("why_not", Shape<String>.string.nullable) { $0.whyNot },
        ]
    )
    private static let answer = Shape<String>.oneOf(Card.Captured.allCases.map(\.rawValue))

    static let batch = Shape<CardBatch>(
        "CardBatch",
        "Cards that go to the printer together.",
        [
            .init("id", .uuid) { $0.id },
            .init("state", state) { $0.state.rawValue },
            .init("cards", .count) { $0.cards },
            .init("events", batchEvent.list, "Who and when at each step, in order.") { $0.events },
        ]
    )
    private static let batchEvent = Shape<CardBatch.Event>(
        "CardBatchEvent",
        [
            .init("state", state) { $0.state.rawValue },
            .init("on", .day) { $0.on },
            .init("at", .dateTime) { $0.at },
            .init("by", .integer) { $0.by },
        ]
    )
    private static let state = Shape<String>.oneOf(CardBatch.State.allCases.map(\.rawValue))

    private static let list = Shape<HandOverList>(
        "HandOverList",
        "A settlement's cards that lie ready.",
        [
            .init("commune", .string, "The commune's code.") { $0.commune },
            .init("settlement", Shape<UUID>.uuid.nullable, "Null where no settlement is known.") { $0.settlement },
            .init("settlement_name", Shape<String>.string.nullable) { $0.settlementName },
            .init("cards", entry.list, "The longest waiting first.") { $0.cards },
        ]
    )
    private static let entry = Shape<HandOverList.Entry>(
        "HandOverEntry",
        [
            .init("card", .uuid) { $0.card },
            .init("resident", .residentKey) { $0.resident },
            .init("name", .string) { $0.name },
            .init("printed_on", .day) { $0.printedOn },
            .init("days", .integer, "That it has been lying there.") { $0.days },
            .init("late", .bool, "Whether that is longer than card.uncollected_after.") { $0.isLate },
        ]
    )
}
