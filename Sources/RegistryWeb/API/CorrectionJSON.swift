import CivilIdentity
import FoundationEssentials
import Registry

/// A further statement about a resident, as a request writes it: exactly one attribute, and perhaps a reason to go by it.
enum CorrectionJSON {
    /// What a request asks for.
    enum Change {
        case correction(Correction)
        /// A birth that was recorded before becomes current.
        case birthFact(Int, Correction.Reason)
    }

    static let schema = Schema.named(
        "Correction",
        .object(
            [
                .optional("name", ResidentDraftJSON.name),
                .optional("birth", ResidentDraftJSON.birth),
                .optional("birth_fact", .integer(1...Int64.max), "The id of a birth recorded before, to go by it."),
                .optional("sex", ResidentDraftJSON.stated("StatedSex", .oneOf(Sex.allCases.map(\.rawValue)))),
                .optional("ethnicity", ResidentDraftJSON.stated("StatedText", .text(1...100))),
                .optional("religion", ResidentDraftJSON.stated("StatedText", .text(1...100))),
                .optional("phone", ResidentDraftJSON.stated("StatedPhone", .phone)),
                .optional("arrival_year", ResidentDraftJSON.stated("StatedYear", .integer(1900...2200))),
                .optional("kin", ResidentDraftJSON.kin),
                .optional("origin", ResidentDraftJSON.origin, "Goes after the last one."),
                .optional("paper", ResidentDraftJSON.paper),
                .optional("papers", .oneOf(["unknown", "refused", "none"]), "Where there is no paper to name."),
                .optional("reason", .text(3...500), "Why the register is to go by it; without, it only stands beside."),
                .optional("rests_on", .text(1...500), "The evidence or paper."),
            ] + ResidentDraftJSON.speaker
        )
    )

    private static let attributes = [
        "name", "birth", "birth_fact", "sex", "ethnicity", "religion", "phone", "arrival_year", "kin", "origin",
        "paper",
        "papers",
    ]

    static func read(_ reader: inout BodyReader) -> Change? {
        let given = attributes.filter { reader.body[$0] != nil }
        guard let attribute = given.first, given.count == 1 else {
            reader.note(
                FieldError(
                    field: given.count > 1 ? given[1] : "",
                    rule: "A9",
                    message: "Exactly one attribute is corrected at a time.",
                    messageVi: "Mỗi lần chỉ đính chính một nội dung."
                )
            )
            return nil
        }
        let speaker = reader.speaker()
        let reason = reader.text("reason").map { Correction.Reason(reason: $0, restsOn: reader.text("rests_on")) }
        if attribute == "birth_fact" {
            guard let reason, let fact = reader.body["birth_fact"]?.integer else {
                reader.note(.missing("reason"))
                return nil
            }
            return .birthFact(Int(fact), reason)
        }
        return fact(attribute, speaker, &reader)
            .map { .correction(Correction(fact: $0, speaker: speaker, choose: reason)) }
    }

    private static func fact(_ attribute: String, _ speaker: Speaker, _ reader: inout BodyReader) -> Correction.Fact? {
        let object = reader.member(attribute) ?? JSONObject()
        switch attribute {
        case "name": return ResidentDraftJSON.name(object, at: "name", &reader).map { .name($0) }
        case "birth": return .birth(ResidentDraftJSON.birth(object, at: "birth", speaker.saidOn, &reader))
        case "sex": return .sex(ResidentDraftJSON.sex(&reader))
        case "ethnicity": return .ethnicity(ResidentDraftJSON.ethnicity(&reader))
        case "religion": return .religion(reader.stated("religion") { value, _, _ in value.string })
        case "phone": return .phone(reader.stated("phone") { value, _, _ in value.string })
        case "arrival_year": return .arrivalYear(ResidentDraftJSON.arrivalYear(&reader))
        case "kin": return ResidentDraftJSON.kin(object, at: "kin", &reader).map { .kin($0) }
        case "origin": return ResidentDraftJSON.origin(object, at: "origin", &reader).map { .origin($0) }
        case "paper": return ResidentDraftJSON.paper(object).map { .paper($0) }
        case "papers": return reader.text("papers").flatMap(StatedKind.init(rawValue:)).map { .papers($0) }
        default: return nil
        }
    }
}

/// An event of a resident's life, as a request writes it.
enum LifeEventJSON {
    static let schema = Schema.named(
        "LifeEventDraft",
        .object(
            [
                .required("kind", .oneOf(LifeEvent.Kind.allCases.map(\.rawValue))),
                .required(
                    "date",
                    .text(1...200),
                    "As said, as precise as it was told: \"2024-10-31\", \"10/2024\", \"2024\"."
                ),
                .optional("place", .text(1...300)),
            ] + ResidentDraftJSON.speaker
        )
    )

    static func read(_ reader: inout BodyReader) -> LifeEvent? {
        let speaker = reader.speaker()
        let written = reader.text("date") ?? ""
        guard let kind = reader.text("kind").flatMap(LifeEvent.Kind.init(rawValue:)) else { return nil }
        do {
            guard let set = try ImportDate.parse(written, saidOn: speaker.saidOn).birth.value else {
                reader.note(.wrongForm("date", "2024-10-31, 10/2024, 2024"))
                return nil
            }
            return LifeEvent(
                kind: kind,
                written: written,
                days: set.earliest...set.latest,
                place: reader.text("place"),
                speaker: speaker
            )
        } catch {
            reader.note(error, at: "date")
            return nil
        }
    }
}
