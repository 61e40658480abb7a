import CivilIdentity
import FoundationEssentials
import Registry

/// A fact of any kind as one line of the answer: what it is about, what was said, whether the register goes by it.
struct FactLine: Sendable {
    let id: Int
    let attribute: String
    let label: (vi: String, en: String)
    let answer: StatedKind
    /// As the register codes it; nil where it has no code.
    var value: String?
    /// As a person reads it.
    let text: (vi: String, en: String)
    /// As it was said.
    var written: String?
    var period: (from: String?, to: String?) = (nil, nil)
    var birth: BirthSet?
    var place: ResidentRecord.OriginValue?
    var kin: ResidentKey?
    let isCurrent: Bool
    let reason: String?
    let provenance: Provenance

    /// Every fact of a record, attribute by attribute.
    static func lines(of record: ResidentRecord) -> [FactLine] {
        record.names.map(name) + record.births.map(birth) + record.attributes.map(attribute)
            + record.origins.map(origin) + record.papers.map(paper) + record.kin.map(kin)
    }

    /// Attributes of which nothing was said, not even "unknown".
    static func notAsked(in record: ResidentRecord) -> [String] {
        var asked = Set(record.attributes.map(\.value.attribute))
        if !record.births.isEmpty { asked.insert("birth") }
        if !record.origins.isEmpty { asked.insert("origin") }
        if !record.papers.isEmpty { asked.insert("papers") }
        return ["birth", "sex", "ethnicity", "religion", "phone", "arrival_year", "origin", "papers"]
            .filter { !asked.contains($0) }
    }

    private init<Value>(
        _ fact: ResidentRecord.Fact<Value>,
        _ attribute: String,
        _ label: (vi: String, en: String),
        answer: StatedKind,
        text: (vi: String, en: String)?
    ) {
        id = fact.id
        self.attribute = attribute
        self.label = label
        self.answer = answer
        self.text = text ?? (answer.vi, answer.en)
        isCurrent = fact.isCurrent
        reason = fact.reason
        provenance = fact.provenance
    }

    private static func name(_ fact: ResidentRecord.Fact<ResidentRecord.NameValue>) -> FactLine {
        let name = fact.value
        let kind = NameKind(rawValue: name.kind)
        var line = FactLine(
            fact,
            "name." + name.kind,
            (kind?.vi ?? name.kind, kind?.en ?? name.kind),
            answer: .stated,
            text: (name.name, name.name)
        )
        line.value = name.name
        line.written = name.name
        line.period = (name.validFrom, name.validTo)
        return line
    }

    private static func birth(_ fact: ResidentRecord.Fact<ResidentRecord.BirthValue>) -> FactLine {
        let set = fact.value.set
        var line = FactLine(
            fact,
            "birth",
            ("ngày sinh", "birth"),
            answer: fact.value.answer,
            text: set.map { ($0.vi, $0.en) }
        )
        line.birth = set
        line.written = set?.statement.written
        return line
    }

    private static func attribute(_ fact: ResidentRecord.Fact<ResidentRecord.AttributeValue>) -> FactLine {
        let value = fact.value
        let label: (vi: String, en: String) =
            switch value.attribute {
            case "sex": ("giới tính", "sex")
            case "ethnicity": ("dân tộc", "people")
            case "religion": ("tôn giáo", "religion")
            case "phone": ("điện thoại", "phone")
            case "arrival_year": ("năm đến", "year of arrival")
            default: ("giấy tờ", "papers")
            }
        let text: (vi: String, en: String)? =
            switch value.attribute {
            case "sex": value.value.flatMap(Sex.init(rawValue:)).map { ($0.vi, $0.en) }
            case "ethnicity":
                (value.value.flatMap { EthnicGroup(code: $0) }?.name ?? value.declared).map { ($0, $0) }
            default: value.value.map { ($0, $0) }
            }
        var line = FactLine(fact, value.attribute, label, answer: value.answer, text: text)
        line.value = value.value
        line.written = value.declared
        return line
    }

    private static func origin(_ fact: ResidentRecord.Fact<ResidentRecord.OriginValue>) -> FactLine {
        let origin = fact.value
        let parts = [origin.village, origin.commune, origin.district, origin.province].compactMap(\.self)
        let place = parts.isEmpty ? origin.written : parts.joined(separator: ", ")
        var line = FactLine(
            fact,
            "origin",
            ("nơi khai nhận nguồn gốc", "claimed origin"),
            answer: origin.answer,
            text: place.map { ($0, $0) }
        )
        line.value = origin.areaCode
        line.written = origin.written
        line.period = (origin.yearFrom.map(String.init), origin.yearTo.map(String.init))
        line.place = origin
        return line
    }

    private static func paper(_ fact: ResidentRecord.Fact<ResidentRecord.PaperValue>) -> FactLine {
        let kind = PaperKind(rawValue: fact.value.kind)
        let number = fact.value.number.map { " " + $0 } ?? ""
        var line = FactLine(
            fact,
            "paper",
            ("giấy tờ đã thấy", "paper seen"),
            answer: .stated,
            text: ((kind?.vi ?? fact.value.kind) + number, (kind?.en ?? fact.value.kind) + number)
        )
        line.value = fact.value.kind
        line.written = fact.value.number
        return line
    }

    private static func kin(_ fact: ResidentRecord.Fact<ResidentRecord.KinValue>) -> FactLine {
        let label: (vi: String, en: String) =
            switch fact.value.kind {
            case "father": ("cha", "father")
            case "mother": ("mẹ", "mother")
            case "spouse": ("vợ hoặc chồng", "spouse")
            default: ("người giám hộ", "guardian")
            }
        var line = FactLine(
            fact,
            "kin." + fact.value.kind,
            label,
            answer: fact.value.answer,
            text: fact.value.name.map { ($0, $0) }
        )
        line.written = fact.value.name
        line.kin = fact.value.resident
        return line
    }
}

/// How facts stand in JSON.
enum FactShapes {
    static let fact = Shape<FactLine>(
        "Fact",
        "Something that was said. Nothing is overwritten: a correction is a further fact and a choice.",
        [
            .init("id", .integer, "Counts within its kind of fact.") { $0.id },
            .init("attribute", .string, "What it is about: \"name.BIRTH\", \"birth\", \"kin.mother\".") {
                $0.attribute
            },
            .init("label", .string) { $0.label.en },
            .init("label_vi", .string) { $0.label.vi },
            .init("answer", .answer) { $0.answer },
            .init("value", Shape<String>.string.nullable, "Its code, or the text; null where it has none.") {
                $0.value
            },
            .init("text", .string, "As a person reads it.") { $0.text.en },
            .init("text_vi", .string) { $0.text.vi },
            .init("written", Shape<String>.string.nullable, "As it was said.") { $0.written },
            .init("valid_from", Shape<String>.string.nullable) { $0.period.from },
            .init("valid_to", Shape<String>.string.nullable) { $0.period.to },
            .init("birth", birth.nullable, "The days on which the person may have been born.") { $0.birth },
            .init("place", place.nullable) { $0.place },
            .init("kin", Shape<ResidentKey>.residentKey.nullable, "The kin as a resident, where known.") { $0.kin },
            .init("current", .bool, "Whether the register goes by it.") { $0.isCurrent },
            .init("reason", Shape<String>.string.nullable, "Why; null where it is simply the first that was said.") {
                $0.reason
            },
            .init("source", provenance) { $0.provenance },
        ]
    )

    private static let provenance = Shape<Provenance>(
        "Source",
        "Who said it, when, where it was taken from, and since when the register holds it.",
        [
            .init("said_by", .string) { $0.saidBy },
            .init("said_on", Shape<CalendarDay>.day.nullable) { $0.saidOn },
            .init("source", Shape<String>.string.nullable) { $0.source },
            .init("recorded_at", .dateTime) { $0.recordedAt },
            .init("recorded_by", .integer, "The user's id.") { $0.recordedBy },
        ]
    )

    private static let birth = Shape<BirthSet>(
        "BirthSet",
        [
            .init("precision", .oneOf(BirthPrecision.allCases.map(\.rawValue))) { $0.statement.precision.rawValue },
            .init("basis", .oneOf(BirthBasis.allCases.map(\.rawValue))) { $0.statement.basis.rawValue },
            .init("calendar", .oneOf(["solar", "lunar"])) { $0.statement.calendar.rawValue },
            .init("age_kind", Shape<String>.oneOf(["western", "mu"]).nullable) { $0.statement.ageKind?.rawValue },
            .init("days", Shape<ClosedRange<CalendarDay>>.days.list, "Ranges apart, ascending.") { $0.ranges },
            .init("years", Shape<Int>.integer.list, "Every year it may have been.") { $0.candidateYears },
        ]
    )

    private static let place = Shape<ResidentRecord.OriginValue>(
        "ClaimedPlace",
        "As precise as it was told (A10).",
        [
            .init("position", .integer, "In the ordered list.") { $0.position },
            .init("province", Shape<String>.string.nullable) { $0.province },
            .init("district", Shape<String>.string.nullable) { $0.district },
            .init("commune", Shape<String>.string.nullable) { $0.commune },
            .init("village", Shape<String>.string.nullable) { $0.village },
            .init("area_code", Shape<String>.string.nullable, "The smallest unit that was recognised.") { $0.areaCode },
            .init("resolved_level", Shape<String>.string.nullable) { $0.resolvedLevel },
            .init("unsure_below", Shape<String>.string.nullable, "From which level on it is a guess.") {
                $0.unsureBelow
            },
            .init("year_from", Shape<Int>.integer.nullable) { $0.yearFrom },
            .init("year_to", Shape<Int>.integer.nullable) { $0.yearTo },
        ]
    )
}
