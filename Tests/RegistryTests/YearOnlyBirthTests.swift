import CivilIdentity
import Registry
import RegistryTestSupport
import Testing

/// On a database of its own: what it sets is the district's.
@Suite(.registryDatabase) struct YearOnlyBirthTests {
    @Test(
        "R2.4 of a birth of which only the year is known the district says which day counts: 1 January unless it sets another, and what is printed keeps its own"
    )
    func dayThatCounts() async throws {
        try await Office.open { office in
            let today = try await office.today()
            // Forty this year: on 1 January the exchange at 40 has passed, on 31 December it is near, and either way the next
            // is at 60; the days differ by as much as the births.
            let year = today.year - 40
            func card(born: String) async throws -> Card {
                let holder = try await office.numbered(born: born)
                return try await office.card(try await office.approved(for: holder)).card
            }
            func set(_ day: Int) async throws {
                try await office.database.superuserSQL(
                    "update registry.parameter set value = \(day) where key = 'card.birth_day_of_year'"
                )
            }
            let usual = try await card(born: String(year))
            #expect(usual.printed?.expiresOn == day("\(year + 60)-01-01"))
            #expect(usual.printed?.isExpiryCertain == false)
            try await set(366)
            let late = try await card(born: String(year))
            #expect(late.printed?.expiresOn == day("\(year + 60)-12-31"))
            // What is known better than that is not touched by it.
            #expect(try await card(born: "\(year)-03-05").printed?.expiresOn == day("\(year + 60)-03-05"))
            #expect(try await card(born: "\(year)-03").printed?.expiresOn == day("\(year + 60)-03-01"))
            #expect(try await office.card(usual.id).card.printed?.expiresOn == day("\(year + 60)-01-01"))
            try await set(1)
            let counted = try await office.database.superuserSQL(
                "select string_agg(printed ->> 'birth_counted', ' ' order by id) from registry.card where id in ('\(usual.id)', '\(late.id)')"
            )
            #expect(counted == "\(year)-01-01 \(year)-12-31")
        }
    }
}
