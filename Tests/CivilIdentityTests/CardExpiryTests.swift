import CivilIdentity
import Testing

@Suite struct CardExpiryTests {
    @Test("R2.4 card_expiry_vectors")
    func vectors() throws {
        let rows = try Reference.rows("card_expiry_vectors.csv")
        #expect(rows.count == 13)
        for row in rows {
            let expiry = CardExpiry(born: try day(row["birth_date"] ?? ""), issued: try day(row["issue_date"] ?? ""))
            let expected = row["expiry_or_none"] ?? ""
            if expected == "không thời hạn" {
                #expect(expiry == .never)
                #expect(expiry.vi == expected)
            } else {
                #expect(try expiry == .on(day(expected)))
            }
        }
    }

    @Test("R2.4 the exact day two years before an age counts as within; 29 February turns on 1 March")
    func boundaries() throws {
        func expiry(_ born: String, _ issued: String) throws -> CardExpiry {
            CardExpiry(born: try day(born), issued: try day(issued))
        }
        #expect(try expiry("2012-09-01", "2024-08-31") == .on(day("2026-09-01")))
        #expect(try expiry("2012-09-01", "2024-09-01") == .on(day("2037-09-01")))
        // Born on a leap day: 14 on 1 March 2026, so that from 1 March 2024 on the card lasts until 25.
        #expect(try expiry("2012-02-29", "2024-02-29") == .on(day("2026-03-01")))
        #expect(try expiry("2012-02-29", "2024-03-01") == .on(day("2037-03-01")))
        // 40 in a leap year, on the day itself.
        #expect(try expiry("2000-02-29", "2030-01-01") == .on(day("2040-02-29")))
        #expect(try expiry("1966-02-28", "2024-02-27") == .on(day("2026-02-28")))
        #expect(try expiry("1966-02-28", "2024-02-28") == .never)
    }

    @Test(
        "R2.4 the two ways of saying it agree: the next age, or the one after it within two years; and the first that is further"
    )
    func twoReadings() throws {
        var random = SeededGenerator(seed: 24)
        for _ in 0..<20_000 {
            let born = try #require(CalendarDay(ordinal: Int.random(in: -30_000...9_000, using: &random)))
            let issued = born.advanced(by: Int.random(in: 0...30_000, using: &random))
            let left = CardExpiry.exchangeAges.map(born.birthday).filter { $0 > issued }
            let passesOver = left.first.map { issued >= $0.birthday(-2) } ?? false
            let expected = (passesOver ? left.dropFirst().first : left.first).map(CardExpiry.on) ?? .never
            #expect(CardExpiry(born: born, issued: issued) == expected)
        }
    }

    @Test(
        "C2 the exchange is computed from all candidate years: a set of expiries, its earliest and latest, and what is due"
    )
    func sets() throws {
        func expiries(_ said: String, _ issued: String) throws -> CardExpirySet {
            let birth = try #require(try ImportDate.parse(said, saidOn: day("2024-09-17")).birth.value)
            return CardExpirySet(born: birth, issued: try day(issued))
        }
        let exact = try expiries("2020-05-10", "2024-09-01")
        #expect(try exact.certain == .on(day("2034-05-10")))
        #expect(try exact.isDue(by: day("2034-05-09")) == .no && exact.isDue(by: day("2034-05-10")) == .yes)

        // "2012", issued on 1 September 2024: whoever was born by then keeps the card until 25, the younger exchange at 14.
        let year = try expiries("2012", "2024-09-01")
        #expect(try year.ranges == [day("2026-09-02")...day("2026-12-31"), day("2037-01-01")...day("2037-09-01")])
        #expect(try year.earliest == .on(day("2026-09-02")) && year.latest == .on(day("2037-09-01")))
        #expect(year.certain == nil)
        #expect(try year.isDue(by: day("2026-09-01")) == .no && year.isDue(by: day("2026-09-02")) == .unknown)
        #expect(try year.isDue(by: day("2037-09-01")) == .yes)

        // 58 on one reading, 57 on another: perhaps without end.
        let old = try expiries("1966", "2024-09-01")
        #expect(try old.mayNeverExpire && old.latest == .never && old.earliest == .on(day("2026-09-02")))
        #expect(try expiries("1950", "2024-09-01").certain == .never)
    }

    @Test("C2 the earliest and the latest expiry are those of one of the candidate days, and none lies outside")
    func bounds() throws {
        var random = SeededGenerator(seed: 1440)
        for _ in 0..<500 {
            let first = try #require(CalendarDay(ordinal: Int.random(in: -30_000...9_000, using: &random)))
            let last = first.advanced(by: Int.random(in: 0...800, using: &random))
            let statement = BirthStatement(
                written: "khoảng",
                precision: .range,
                basis: .estimate,
                saidOn: try day("2024-09-17")
            )
            let birth = try #require(BirthSet(ranges: [first...last], statement: statement))
            let issued = last.advanced(by: Int.random(in: 0...25_000, using: &random))
            let set = CardExpirySet(born: birth, issued: issued)
            let each = (first...last).map { CardExpiry(born: $0, issued: issued) }
            #expect(set.earliest == each.min() && set.latest == each.max())
            #expect(
                each.allSatisfy { expiry in
                    expiry.day.map { day in set.ranges.contains { $0.contains(day) } } ?? set.mayNeverExpire
                }
            )
        }
    }
}
