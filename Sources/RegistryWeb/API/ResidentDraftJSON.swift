import CivilIdentity
import FoundationEssentials
import Registry

/// What is said of a person, as a request writes it.
enum ResidentDraftJSON {
    static let schema = Schema.named(
        "ResidentDraft",
        .object(
            [
                .required("commune", .digits(5...5), "The commune in whose book the person is registered."),
                .required("names", .array(of: name, maximum: 20), "At least one; an everyday name is enough (A4)."),
                .optional("birth", birth),
                .optional("sex", stated("StatedSex", .oneOf(Sex.allCases.map(\.rawValue)))),
                .optional("ethnicity", stated("StatedText", .text(1...100)), "The word as it was said."),
                .optional("religion", stated("StatedText", .text(1...100))),
                .optional("phone", stated("StatedPhone", .phone)),
                .optional("arrival_year", stated("StatedYear", .integer(1900...2200))),
                .optional("origins", .array(of: origin, maximum: 20), "In the order in which they were lived in."),
                .optional("papers", papers),
                .optional("kin", .array(of: kin, maximum: 20)),
                .optional("household", .uuid, "A household of the book."),
                .optional("settlement", .uuid, "Instead of a household: where a new one is opened."),
                .optional("relation", .relation, "To the head of the household."),
                .optional("relation_declared", .text(1...100)),
                .optional("way", .oneOf(["registered", "birth", "arrival"])),
            ] + speaker
        )
    )

    /// Who says it, when, and where it is taken from.
    static let speaker: [Schema.Property] = [
        .required("said_by", .text(1...100), "A word for the speaker, not a name: self, mother, neighbour, document."),
        .optional("said_on", .date, "The day on which an age was true; today unless told."),
        .optional("source", .text(1...300), "The paper or file it is taken from."),
    ]

    private static let answer = Schema.named("Answer", .oneOf(StatedKind.allCases.map(\.rawValue)))

    static func stated(_ name: String, _ value: Schema) -> Schema {
        .named(
            name,
            .object([
                .optional("answer", answer, "stated unless told; the other answers have no value."),
                .optional("value", value),
            ])
        )
    }

    static let name = Schema.named(
        "NameDraft",
        .object([
            .required("kind", .oneOf(NameKind.allCases.map(\.rawValue))),
            .required("name", .text(1...200)),
            .optional("valid_from", .text(1...50), "As told."),
            .optional("valid_to", .text(1...50), "As told."),
        ])
    )

    static let birth = Schema.named(
        "BirthDraft",
        .object([
            .optional("answer", answer, "stated unless told."),
            .optional(
                "written",
                .text(1...200),
                "As said: \"1968\", \"05/1968\", \"khoảng 1968\", \"tuổi Thân, khoảng 50\", \"mùng 5 tháng Chạp năm Thìn\"."
            ),
            .optional("basis", .oneOf(BirthBasis.allCases.map(\.rawValue)), "declaration unless told."),
        ])
    )

    static let origin = Schema.named(
        "OriginDraft",
        .object([
            .optional("answer", answer),
            .optional("written", .text(1...300)),
            .optional("province", .text(1...100)),
            .optional("district", .text(1...100)),
            .optional("commune", .text(1...100)),
            .optional("village", .text(1...100)),
            .optional(
                "unsure_below",
                .oneOf(Area.Level.allCases.map(\.rawValue)),
                "From which level on it is a guess."
            ),
            .optional("year_from", .integer(1900...2200)),
            .optional("year_to", .integer(1900...2200)),
        ])
    )

    static let paper = Schema.named(
        "PaperDraft",
        .object([
            .required("kind", .oneOf(PaperKind.allCases.map(\.rawValue))),
            .optional(
                "number",
                .matching("^[0-9A-Z/.-]{1,40}$", 1...40) { text in
                    text.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                        default: "/.-".utf8.contains(byte)
                        }
                    }
                },
                "A claim, not yet the person's number."
            ),
        ])
    )

    private static let papers = Schema.named(
        "PapersDraft",
        .object([
            .optional("answer", answer, "\"none\": the person has no paper."),
            .optional("seen", .array(of: paper, maximum: 20)),
        ])
    )

    static let kin = Schema.named(
        "KinDraft",
        .object([
            .required("kind", .oneOf(ResidentDraft.Kin.Kind.allCases.map(\.rawValue))),
            .optional("answer", answer),
            .optional("name", .text(1...200), "As told."),
            .optional("book", .integer(1...Int64(Int32.max)), "With `id`: the kin as a resident of any book."),
            .optional("id", .uuid),
        ])
    )

    // MARK: Reading

    static func read(_ reader: inout BodyReader) -> ResidentDraft {
        let names = reader.members("names").enumerated().compactMap { name($1, at: "names.\($0)", &reader) }
        if reader.members("names").isEmpty { reader.note(.missing("names")) }
        let speaker = reader.speaker()
        var draft = ResidentDraft(names: names, speaker: speaker)
        if let object = reader.member("birth") { draft.birth = birth(object, at: "birth", speaker.saidOn, &reader) }
        draft.sex = sex(&reader)
        draft.ethnicity = ethnicity(&reader)
        draft.religion = reader.stated("religion") { value, _, _ in value.string }
        draft.phone = reader.stated("phone") { value, _, _ in value.string }
        draft.arrivalYear = arrivalYear(&reader)
        draft.origins = reader.members("origins").enumerated().compactMap { origin($1, at: "origins.\($0)", &reader) }
        draft.papers = papers(&reader)
        draft.kin = reader.members("kin").enumerated().compactMap { kin($1, at: "kin.\($0)", &reader) }
        draft.home = home(&reader)
        draft.relation = reader.text("relation").flatMap(RelationToHead.init(rawValue:)) ?? .other
        draft.relationDeclared = reader.text("relation_declared")
        draft.openedBy = reader.text("way").flatMap(ResidentDraft.Way.init(rawValue:)) ?? .registered
        return draft
    }

    static func sex(_ reader: inout BodyReader) -> Stated<Sex> {
        reader.stated("sex") { value, _, _ in value.string.flatMap(Sex.init(rawValue:)) }
    }

    /// The word is kept; one that may mean several peoples gets no code and a remark that says what to ask (A5).
    static func ethnicity(_ reader: inout BodyReader) -> Stated<EthnicWord> {
        reader.stated("ethnicity") { value, _, reader in
            guard let word = value.string.map({ EthnicWord($0) }) else { return nil }
            reader.note([word.remark].compactMap(\.self))
            return word
        }
    }

    static func arrivalYear(_ reader: inout BodyReader) -> Stated<Int16> {
        reader.stated("arrival_year") { value, _, _ in value.integer.flatMap { Int16(exactly: $0) } }
    }

    static func name(_ object: JSONObject, at field: String, _ reader: inout BodyReader) -> ResidentDraft.Name? {
        guard let kind = object["kind"]?.string.flatMap(NameKind.init(rawValue:)),
            let name = reader.personName(object["name"]?.string ?? "", at: field + ".name")
        else { return nil }
        if let refusal = kind.refusal(of: name) { reader.note(refusal, at: field + ".name") }
        return ResidentDraft.Name(
            kind: kind,
            name: name,
            validFrom: object["valid_from"]?.string,
            validTo: object["valid_to"]?.string
        )
    }

    static func birth(
        _ object: JSONObject,
        at field: String,
        _ saidOn: CalendarDay,
        _ reader: inout BodyReader
    ) -> ResidentDraft.Birth {
        let kind = object["answer"]?.string.flatMap(StatedKind.init(rawValue:)) ?? .stated
        let written = object["written"]?.string
        guard kind == .stated else {
            if written != nil { reader.note(.answerWithValue(field + ".written")) }
            return kind == .notAsked ? .notAsked : .answered(kind)
        }
        guard let written else {
            reader.note(.missing(field + ".written"))
            return .notAsked
        }
        do {
            let basis = object["basis"]?.string.flatMap(BirthBasis.init(rawValue:)) ?? .declaration
            let date = try ImportDate.parse(written, saidOn: saidOn, basis: basis)
            reader.note(date.remarks)
            if let set = date.birth.value { return .stated(set) }
            return date.birth.kind == .notAsked ? .notAsked : .answered(date.birth.kind)
        } catch {
            reader.note(error, at: field + ".written")
            return .notAsked
        }
    }

    static func origin(_ object: JSONObject, at field: String, _ reader: inout BodyReader) -> ResidentDraft.Origin? {
        let answer = object["answer"]?.string.flatMap(StatedKind.init(rawValue:)) ?? .stated
        var origin = ResidentDraft.Origin(answer: answer, province: object["province"]?.string)
        origin.written = object["written"]?.string
        origin.district = object["district"]?.string
        origin.commune = object["commune"]?.string
        origin.village = object["village"]?.string
        origin.unsureBelow = object["unsure_below"]?.string.flatMap(Area.Level.init(rawValue:))
        origin.yearFrom = object["year_from"]?.integer.flatMap { Int16(exactly: $0) }
        origin.yearTo = object["year_to"]?.integer.flatMap { Int16(exactly: $0) }
        let isPlace = [origin.written, origin.province, origin.district, origin.commune, origin.village].contains {
            $0 != nil
        }
        switch (answer, isPlace) {
        case (.notAsked, false): return nil
        case (.stated, false): reader.note(.missing(field + ".province"))
        case (.stated, true), (_, false): break
        case (_, true): reader.note(.answerWithValue(field))
        }
        if let from = origin.yearFrom, let to = origin.yearTo, to < from {
            reader.note(
                FieldError(
                    field: field + ".year_to",
                    rule: "A10",
                    message: "The end lies before the beginning.",
                    messageVi: "Năm kết thúc trước năm bắt đầu."
                )
            )
        }
        return origin
    }

    static func paper(_ object: JSONObject) -> ResidentDraft.Paper? {
        object["kind"]?.string.flatMap(PaperKind.init(rawValue:))
            .map { ResidentDraft.Paper(kind: $0, number: object["number"]?.string) }
    }

    private static func papers(_ reader: inout BodyReader) -> ResidentDraft.Papers {
        guard let object = reader.member("papers") else { return .notAsked }
        let seen = (object["seen"]?.array ?? []).compactMap { $0.object.flatMap(paper) }
        let kind = object["answer"]?.string.flatMap(StatedKind.init(rawValue:)) ?? .stated
        switch kind {
        case .stated:
            if seen.isEmpty { reader.note(.missing("papers.seen")) }
            return .seen(seen)
        case .notAsked: return .notAsked
        default:
            if !seen.isEmpty { reader.note(.answerWithValue("papers.seen")) }
            return .answered(kind)
        }
    }

    static func kin(_ object: JSONObject, at field: String, _ reader: inout BodyReader) -> ResidentDraft.Kin? {
        guard let kind = object["kind"]?.string.flatMap(ResidentDraft.Kin.Kind.init(rawValue:)) else { return nil }
        let answer = object["answer"]?.string.flatMap(StatedKind.init(rawValue:)) ?? .stated
        let name = object["name"]?.string.flatMap { reader.personName($0, at: field + ".name") }
        let book = object["book"]?.integer.flatMap { Int32(exactly: $0) }
        let id = object["id"]?.string.flatMap { UUID(uuidString: $0) }
        if (book == nil) != (id == nil) { reader.note(.missing(field + (book == nil ? ".book" : ".id"))) }
        let resident: ResidentKey? = if let book, let id { ResidentKey(book: book, id: id) } else { nil }
        switch (answer, object["name"] != nil || resident != nil) {
        case (.notAsked, false): return nil
        case (.stated, false): reader.note(.missing(field + ".name"))
        case (.stated, true), (_, false): break
        case (_, true): reader.note(.answerWithValue(field))
        }
        return ResidentDraft.Kin(kind: kind, answer: answer, name: name, resident: resident)
    }

    private static func home(_ reader: inout BodyReader) -> ResidentDraft.Home {
        switch (reader.id("household"), reader.id("settlement")) {
        case (let household?, nil): return .household(household)
        case (nil, let settlement?): return .new(settlement: settlement)
        case (nil, nil): return .none
        case (.some, .some):
            reader.note(
                FieldError(
                    field: "settlement",
                    rule: "A6",
                    message: "Either a household, or a settlement in which a new one is opened.",
                    messageVi: "Chọn một hộ, hoặc một thôn, cụm để mở hộ mới."
                )
            )
            return .none
        }
    }
}
