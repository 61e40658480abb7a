import Testing

@testable import RegistryWeb

@Suite struct HeaderTests {
    @Test(
        "The media type that is liked best is answered",
        arguments: [
            ("application/json", "application/json"), ("text/csv", "text/csv"), ("*/*", "application/json"),
            ("text/*", "text/csv"), ("text/csv;q=0.5, application/json", "application/json"),
            ("application/json;q=0.2, text/csv;q=0.9", "text/csv"), ("", "application/json"),
            ("text/csv, */*;q=0.1", "text/csv"), ("application/json;q=0, */*", "text/csv"),
            ("nonsense", "application/json"),
        ]
    )
    func accept(header: String, expected: String) {
        #expect(Accept(header).best(of: ["application/json", "text/csv"]) == expected)
    }

    @Test("Where nothing is acceptable, nothing is", arguments: ["application/xml", "image/*", "text/csv;q=0"])
    func notAcceptable(header: String) {
        #expect(Accept(header).best(of: ["application/json"]) == nil)
    }

    @Test(
        "An entity tag is read as it was written; foreign ones are none",
        arguments: [
            ("\"17.4\"", [17, 4]), ("\"17.4-18.2\"", [17, 4, 18, 2]), ("W/\"17.4\"", []), ("17.4", []), ("\"17\"", []),
            ("\"17.4\", \"18.2\"", []), ("\"17.-4\"", []), ("\"99999999999.1\"", []), ("\"\"", []),
        ]
    )
    func entityTag(text: String, numbers: [Int32]) {
        let tag = EntityTag(reading: text)
        #expect((tag?.entries ?? []).flatMap { [$0.book, $0.revision] } == numbers)
        if let tag { #expect(tag.text == text) }
    }

    @Test(
        "An id of the caller's is taken over if it can stand in a log",
        arguments: [
            ("abcdef12", true), ("0190f2a4-1111-7222-8333-444455556666", true), ("short", false),
            ("with space inside", false),
            ("line\nbreak12", false), (String(repeating: "a", count: 65), false), ("giàng-a-páo", false),
        ]
    )
    func requestID(id: String, isTaken: Bool) {
        #expect((RequestIDMiddleware.sane(id) == id) == isTaken)
    }

    @Test(
        "A date-time is one that a clock can show",
        arguments: [
            ("2024-10-31T07:30:00Z", true), ("2024-10-31T07:30:00+07:00", true), ("2024-10-31T23:59:59-11:30", true),
            ("2024-01-01T12:99:00Z", false), ("2024-01-01T24:00:00Z", false), ("2024-01-01T12:00:60Z", false),
            ("2024-01-01T12:00:00+25:00", false), ("2024-02-30T12:00:00Z", false), ("2024-01-01 12:00:00Z", false),
            ("2024-01-01T12:00:00", false), ("2024-01-01T12:00:00ZZ", false), ("2024-01-01T+1:00:00Z", false),
        ]
    )
    func dateTime(text: String, isDateTime: Bool) {
        #expect(Schema.dateTime.faults(in: .string(text)).isEmpty == isDateTime)
    }

    @Test(
        "A date of a request is a day that exists",
        arguments: [
            ("2024-02-29", true), ("2023-02-29", false), ("2024-02-30", false), ("2024-13-01", false),
            ("2024-00-10", false),
            ("2024-1-1", false), ("٢٠٢٤-٠١-٠١", false), ("2024-01-01T00:00:00Z", false), ("0000-01-01", false),
        ]
    )
    func date(text: String, isDate: Bool) {
        #expect(Schema.date.faults(in: .string(text)).isEmpty == isDate)
    }
}
