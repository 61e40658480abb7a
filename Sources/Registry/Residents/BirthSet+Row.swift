import CivilIdentity
import Postgres

extension BirthSet {
    /// The columns of `registry.birth_fact`, under the alias `birth`, that ``init(row:)`` reads.
    static let columns: SQL = """
        birth.answer as birth_answer, birth.written, birth."precision", birth.calendar, birth.basis as birth_basis,
        birth.age_kind, birth.said_on as birth_said_on,
        case when birth.candidates is not null then array(select unnest(birth.candidates)) end as candidates
        """

    /// The set that a row holds; nil where the answer was another than a statement, or there is no row.
    init?(row: Row) throws(RowDecodingError) {
        guard
            let ranges: [PostgresRange<PostgresDate>] = try row["candidates"] as [PostgresRange<PostgresDate>]?,
            let saidOn = CalendarDay(try row["birth_said_on"] as PostgresDate)
        else { return nil }
        let precision: String = try row["precision"]
        let basis: String = try row["birth_basis"]
        let calendar: String = try row["calendar"]
        let ageKind: String? = try row["age_kind"]
        let statement = BirthStatement(
            written: try row["written"],
            precision: BirthPrecision(rawValue: precision) ?? .unknown,
            basis: BirthBasis(rawValue: basis) ?? .declaration,
            calendar: BirthCalendar(rawValue: calendar) ?? .solar,
            ageKind: ageKind.flatMap { AgeKind(rawValue: $0) },
            saidOn: saidOn
        )
        self.init(ranges: ranges.compactMap { $0.days }, statement: statement)
    }

    /// The candidates as a value to bind: `datemultirange(variadic …)`.
    var bound: [PostgresRange<PostgresDate>] {
        ranges.map { PostgresRange(from: $0.lowerBound.date, before: $0.upperBound.advanced(by: 1).date) }
    }
}

extension PostgresRange where Bound == PostgresDate {
    /// The days of a bounded range as the server writes it; nil for an empty or unbounded one.
    var days: ClosedRange<CalendarDay>? {
        guard case .between(.inclusive(let lower), .exclusive(let upper)) = self,
            let first = CalendarDay(lower), let after = CalendarDay(upper), first < after
        else { return nil }
        return first...after.advanced(by: -1)
    }
}
