import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport

/// The day on which the tests' officers write things down: the day of the article.
let articleDay = CalendarDay(iso: "2024-09-17") ?? CalendarDay.earliest

func day(_ iso: String) -> CalendarDay { CalendarDay(iso: iso) ?? .earliest }

func speaker(_ saidBy: String = "self", on day: CalendarDay = articleDay) -> Speaker {
    Speaker(saidBy: saidBy, saidOn: day)
}

extension ResidentDraft {
    /// A person of one name, of which nothing else was said.
    static func named(
        _ name: String,
        _ kind: NameKind = .common,
        on day: CalendarDay = articleDay
    ) throws -> ResidentDraft {
        ResidentDraft(
            names: [Name(kind: kind, name: try PersonName(name))],
            speaker: Speaker(saidBy: "self", saidOn: day)
        )
    }
}

extension Registry {
    /// Registers a person in a book as an officer.
    @discardableResult
    func register(_ draft: ResidentDraft, in book: Int32, as officer: TestOfficer) async throws -> ResidentKey {
        let key = ResidentKey(book: book, id: .v7())
        try await write(
            Residents.register(draft, as: key),
            as: officer.caller,
            action: "residents.register",
            book: book,
            residents: [key.id]
        )
        return key
    }

    /// The one record that an officer sees of a person.
    func record(
        of key: ResidentKey,
        on day: CalendarDay? = nil,
        as officer: TestOfficer
    ) async throws -> ResidentRecord? {
        try await read(Residents.show(key.id, believedOn: day), as: officer.caller, action: "residents.show") {
            $0.map(\.key.id)
        }.first
    }

    /// Runs a writing query on a person.
    func change<Value: Sendable>(
        _ key: ResidentKey,
        _ query: Query<Value>,
        as officer: TestOfficer
    ) async throws -> Value {
        try await write(query, as: officer.caller, action: "test.change", book: key.book, residents: [key.id])
    }

    /// What an officer finds.
    func search(
        _ text: String,
        born: ClosedRange<CalendarDay>? = nil,
        limit: Int = 50,
        offset: Int = 0,
        as officer: TestOfficer
    ) async throws -> [ResidentHit] {
        let text = SearchText.parse(text, today: articleDay)
        let search = ResidentSearch(text: text, born: born, limit: limit, offset: offset)
        return try await read(Residents.search(search), as: officer.caller, action: "residents.search", kind: .search) {
            $0.map(\.summary.key.id)
        }
    }

    /// Opens a settlement of a book.
    func settlement(
        _ name: String,
        _ kind: Settlement.Kind = .thon,
        in book: Int32,
        as officer: TestOfficer
    ) async throws -> UUID {
        let id = UUID.v7()
        try await write(
            Settlements.register(id, in: book, kind: kind, name: name, code: nil, since: day("2020-01-01")),
            as: officer.caller,
            action: "settlements.register",
            book: book,
            residents: []
        )
        return id
    }
}

/// Book 8 is Cư KBang's, book 4 Ea Rốk's (sql/reference/book.csv).
let cuKbang: (book: Int32, code: String) = (8, "24226")
let eaRok: (book: Int32, code: String) = (4, "24217")
