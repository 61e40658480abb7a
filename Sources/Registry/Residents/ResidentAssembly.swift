import CivilIdentity
import FoundationEssentials
import Postgres

/// Puts the rows that ``Residents/show(_:believedOn:)`` asks for together, book by book.
struct ResidentAssembly {
    private let results: [Rows]

    init(_ results: [Rows]) throws {
        guard results.count == 11 else { throw RegistryError.unavailable }
        self.results = results
    }

    func records() throws -> [ResidentRecord] {
        try results[0].map { row in
            let summary = try ResidentSummary(row: row)
            let book = summary.key.book
            let choices = try rows(7, of: book).map(Self.choice)
            let number: String? = try row["number"]
            return ResidentRecord(
                key: summary.key,
                communeCode: summary.communeCode,
                communeName: summary.communeName,
                revision: summary.revision,
                status: ResidentRecord.Status(rawValue: summary.status) ?? .present,
                summary: summary,
                names: try facts(1, of: book, choices, attribute: { "name.\($0.kind)" }, value: Self.name),
                births: try facts(2, of: book, choices, attribute: { _ in "birth" }, value: Self.birth),
                attributes: try facts(3, of: book, choices, attribute: \.attribute, value: Self.attribute),
                origins: try facts(4, of: book, choices, attribute: { "origin.\($0.position)" }, value: Self.origin),
                papers: try facts(
                    5,
                    of: book,
                    [],
                    attribute: { "paper.\($0.kind).\($0.number ?? "")" },
                    value: Self.paper
                ),
                kin: try facts(6, of: book, choices, attribute: { "kin.\($0.kind)" }, value: Self.kin),
                choices: choices,
                stays: try rows(8, of: book).map(Self.stay),
                memberships: try rows(9, of: book).map(Self.membership),
                events: try rows(10, of: book).map(Self.event),
                number: number.flatMap { PersonalNumber($0) }
            )
        }
    }

    private func rows(_ index: Int, of book: Int32) throws -> [Row] {
        try results[index].filter { try $0["book_id"] as Int32 == book }
    }

    /// Facts with which of them is current: the last choice's, or the first that was said.
    private func facts<Value>(
        _ index: Int,
        of book: Int32,
        _ choices: [ResidentRecord.Choice],
        attribute: (Value) -> String,
        value: (Row) throws -> Value
    ) throws -> [ResidentRecord.Fact<Value>] {
        var seen: Set<String> = []
        return try rows(index, of: book).map { row in
            let decoded = try value(row)
            let id: Int = try row["id"]
            let name = attribute(decoded)
            let choice = choices.last { $0.attribute == name }
            let isFirst = seen.insert(name).inserted
            let isCurrent = choice.map { $0.fact == id } ?? isFirst
            return ResidentRecord.Fact(
                id: id,
                value: decoded,
                provenance: try Provenance(row: row),
                isCurrent: isCurrent,
                reason: isCurrent ? choice?.reason : nil
            )
        }
    }

    private static func choice(_ row: Row) throws -> ResidentRecord.Choice {
        ResidentRecord.Choice(
            attribute: try row["attribute"],
            fact: try row["fact"],
            reason: try row["reason"],
            restsOn: try row["rests_on"],
            recordedAt: try row["recorded_at"],
            recordedBy: try row["recorded_by"]
        )
    }

    private static func name(_ row: Row) throws -> ResidentRecord.NameValue {
        ResidentRecord.NameValue(
            kind: try row["kind"],
            name: try row["name"],
            validFrom: try row["valid_from"],
            validTo: try row["valid_to"]
        )
    }

    private static func birth(_ row: Row) throws -> ResidentRecord.BirthValue {
        ResidentRecord.BirthValue(answer: StatedKind(answer: try row["birth_answer"]), set: try BirthSet(row: row))
    }

    private static func attribute(_ row: Row) throws -> ResidentRecord.AttributeValue {
        let year: Int16? = try row["year"]
        let texts: [String?] = [
            try row["sex"], try row["ethnic_code"], try row["phone"], try row["religion"], year.map { String($0) },
        ]
        return ResidentRecord.AttributeValue(
            attribute: try row["attribute"],
            answer: StatedKind(answer: try row["answer"]),
            value: texts.compactMap(\.self).first,
            declared: try row["declared"]
        )
    }

    private static func origin(_ row: Row) throws -> ResidentRecord.OriginValue {
        ResidentRecord.OriginValue(
            position: Int(try row["position"] as Int16),
            answer: StatedKind(answer: try row["answer"]),
            written: try row["written"],
            province: try row["province_text"],
            district: try row["district_text"],
            commune: try row["commune_text"],
            village: try row["village_text"],
            areaCode: try row["area_code"],
            resolvedLevel: try row["resolved_level"],
            unsureBelow: try row["unsure_below"],
            yearFrom: (try row["year_from"] as Int16?).map(Int.init),
            yearTo: (try row["year_to"] as Int16?).map(Int.init)
        )
    }

    private static func paper(_ row: Row) throws -> ResidentRecord.PaperValue {
        ResidentRecord.PaperValue(kind: try row["kind"], number: try row["number"])
    }

    private static func kin(_ row: Row) throws -> ResidentRecord.KinValue {
        let book: Int32? = try row["kin_book_id"]
        let id: UUID? = try row["kin_id"]
        let resident: ResidentKey? = if let book, let id { ResidentKey(book: book, id: id) } else { nil }
        return ResidentRecord.KinValue(
            kind: try row["kind"],
            answer: StatedKind(answer: try row["answer"]),
            name: try row["name"],
            resident: resident
        )
    }

    private static func stay(_ row: Row) throws -> ResidentRecord.Stay {
        ResidentRecord.Stay(
            openedOn: try day(row, "opened_on"),
            openedBy: try row["opened_by_way"],
            closedOn: (try row["closed_on"] as PostgresDate?).flatMap { CalendarDay($0) },
            closedBy: try row["closed_by_way"],
            movedToBook: try row["moved_to_book"]
        )
    }

    private static func membership(_ row: Row) throws -> ResidentRecord.Membership {
        ResidentRecord.Membership(
            household: try row["household_id"],
            isPrincipal: try row["principal"],
            relation: try row["relation"],
            declared: try row["declared"],
            validFrom: try day(row, "valid_from"),
            validTo: CalendarDay(try row["valid_to"] as PostgresDate),
            endedBy: try row["ended_by_way"]
        )
    }

    private static func event(_ row: Row) throws -> ResidentRecord.Event {
        ResidentRecord.Event(
            id: try row["id"],
            kind: try row["kind"],
            written: try row["written"],
            days: try day(row, "earliest")...day(row, "latest"),
            effectiveOn: try day(row, "effective_on"),
            place: try row["place"],
            consequences: try row["consequences"]
        )
    }

    private static func day(_ row: Row, _ column: String) throws -> CalendarDay {
        guard let day = CalendarDay(try row[column] as PostgresDate) else { throw RegistryError.unavailable }
        return day
    }
}
