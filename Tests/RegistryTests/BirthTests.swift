import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct BirthTests {
    private func monkey(_ name: String) throws -> ResidentDraft {
        var draft = try ResidentDraft.named(name)
        let saying = BirthSaying(on: articleDay, written: "tuổi Thân, khoảng 50")
        let set = try #require(BirthSet.zodiac(.monkey, aboutAge: 50, kind: .western, saying))
        draft.birth = .stated(set)
        return draft
    }

    @Test(
        "A1 'tuổi Thân, about 50' keeps {1968, 1980} as ranges; 1968 and 1980 find her, 1969 and 1981 lower; no invented day"
    )
    func zodiac() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let key = try await registry.register(monkey("Sùng Thị Mỷ"), in: cuKbang.book, as: officer)
            let record = try #require(try await registry.record(of: key, as: officer))
            let birth = try #require(record.births.first?.value.set)
            #expect(birth.lunarYears == [1968, 1980])
            #expect(
                birth.ranges == [day("1968-01-29")...day("1969-02-15"), day("1980-02-16")...day("1981-02-04")]
            )

            var scores: [Int: Double] = [:]
            for year in [1968, 1969, 1980, 1981, 1990] {
                let hits = try await registry.search("Sùng Thị Mỷ \(year)", as: officer)
                scores[year] = hits.first { $0.summary.key == key }?.score
            }
            let (same1968, next1969) = (try #require(scores[1968]), try #require(scores[1969]))
            let (same1980, next1981) = (try #require(scores[1980]), try #require(scores[1981]))
            #expect(same1968 > next1969 && same1980 > next1981)
            let byYear = try await registry.search("1968", as: officer)
            #expect(byYear.contains { $0.summary.key == key })

            // What is shown is the years as told, and never a day.
            let shown = [birth.vi, birth.en, record.summary.birth?.vi ?? ""]
            #expect(shown.allSatisfy { $0.contains("1968") && $0.contains("1980") })
            #expect(shown.allSatisfy { !$0.contains("/") && !$0.contains("01-29") })
        }
    }

    @Test(
        "A2 a birth fact carries precision, basis, who said it and when; '45' said in 2019 yields the same years in 2026; Western age and tuổi mụ apart"
    )
    func ages() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let said = day("2019-05-01")
            var western = try ResidentDraft.named("Giàng A Páo", on: said)
            western.birth = .stated(try #require(BirthSet.age(45, .western, BirthSaying(on: said, written: "45 tuổi"))))
            var lunar = try ResidentDraft.named("Giàng A Dơ", on: said)
            lunar.birth = .stated(try #require(BirthSet.age(45, .mu, BirthSaying(on: said, written: "45 tuổi mụ"))))
            let keys = [
                try await registry.register(western, in: cuKbang.book, as: officer),
                try await registry.register(lunar, in: cuKbang.book, as: officer),
            ]
            let first = try #require(try await registry.record(of: keys[0], as: officer)?.births.first)
            let second = try #require(try await registry.record(of: keys[1], as: officer)?.births.first)
            let set = try #require(first.value.set)
            // Read years later the fact is what it was: 45 on the day of saying, not 45 today.
            #expect(set.ranges == [day("1973-05-02")...day("1974-05-01")])
            #expect(set.statement.saidOn == said && set.statement.basis == .age && set.statement.ageKind == .western)
            #expect(set.statement.precision == .range && set.statement.written == "45 tuổi")
            #expect(first.provenance.saidBy == "self" && first.provenance.saidOn == said)
            // Tuổi mụ 45 in the lunar year 2019 is the lunar year 1975.
            #expect(second.value.set?.lunarYears == [1975])
            #expect(second.value.set?.statement.ageKind == .mu)
            #expect(set.overlap(with: try #require(second.value.set)) < 1)
        }
    }

    @Test("A3 a lunar date is kept as said and converted to a Gregorian range, leap months included")
    func lunar() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let reading = try ImportDate.parse("mùng 5 tháng Chạp năm Thìn", saidOn: articleDay)
            let set = try #require(reading.birth.value)
            var draft = try ResidentDraft.named("Lý Thị Dua")
            draft.birth = .stated(set)
            // The second month of 2004 came twice; who says "tháng hai" may mean either.
            var leap = try ResidentDraft.named("Lý A Chớ")
            leap.birth = .stated(
                try #require(
                    BirthSet.lunar(
                        years: [2004],
                        month: 2,
                        day: 10,
                        leap: nil,
                        BirthSaying(on: articleDay, written: "10/2 âm 2004")
                    )
                )
            )
            let keys = [
                try await registry.register(draft, in: cuKbang.book, as: officer),
                try await registry.register(leap, in: cuKbang.book, as: officer),
            ]
            let kept = try #require(try await registry.record(of: keys[0], as: officer)?.births.first?.value.set)
            #expect(kept.statement.written == "mùng 5 tháng Chạp năm Thìn" && kept.statement.calendar == .lunar)
            // 5 Chạp of the year Thìn 1988 was 1989-01-12.
            #expect(kept.contains(day("1989-01-12")))
            #expect(kept == set)
            let twice = try #require(try await registry.record(of: keys[1], as: officer)?.births.first?.value.set)
            #expect(twice.ranges == [day("2004-02-29")...day("2004-02-29"), day("2004-03-30")...day("2004-03-30")])
        }
    }
}
