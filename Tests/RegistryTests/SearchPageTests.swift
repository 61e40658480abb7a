import CivilIdentity
import Registry
import RegistryTestSupport
import Testing

/// Searches among people who share their words: 3,000 generated residents of two communes with 48 names.
@Suite(.registryDatabase, .serialized) struct SearchPageTests {
    /// Plants them, once, as one registration after another would, from the rows that a single one leaves.
    private func plant(_ registry: Registry, as officer: TestOfficer) async throws {
        let database = TestDatabase.current
        guard try await database.superuserSQL("select count(*) from registry.resident") == "0" else { return }
        let model = try await registry.register(.named("Giàng A Páo", .birth), in: eaRok.book, as: officer)
        try await database.superuserSQL(
            """
            create temporary table spelled as
            select array_to_string(words, ' ') as name, words from (
                select array_remove(array[clan, middle, given], '') as words
                from unnest(array['Giàng', 'Sùng', 'Vàng']) as clan, unnest(array['', 'A', 'Thị', 'Văn']) as middle,
                     unnest(array['Páo', 'Súa', 'Lan', 'Hoa']) as given) as made;
            -- The keys of these words: without tones, and clans as the spelling sets write them.
            insert into registry.name_spelling (name, k1, k2, tokens, given_name, key_version)
            select name, string_to_array(lower(name), ' '), plain, plain, words[cardinality(words)], 1
            from spelled cross join lateral (
                select array_agg(translate(lower(word), 'àùáúịă', 'auauia') order by n) as plain
                from unnest(words) with ordinality as one (word, n)) as folded
            on conflict do nothing;
            update registry.name_spelling set tokens[1] = 'zang' where tokens[1] = 'giang';
            insert into registry.name_token (token) values ('zang') on conflict do nothing;

            create temporary table twin as
            select gen_random_uuid() as id, n, case when n % 5 = 0 then \(cuKbang.book) else \(eaRok.book) end as book_id,
                   (select array_agg(name order by name) from spelled)[1 + n * 7919 % 48] as name
            from generate_series(1, 3000) as n;
            insert into registry.resident (book_id, id, recorded_by)
            select twin.book_id, twin.id, model.recorded_by
            from twin, registry.resident as model where model.id = '\(model.id)';
            insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
            select twin.book_id, twin.id, 'BIRTH', twin.name, model.said_by, model.basis, model.recorded_by
            from twin, registry.name_fact as model where model.resident_id = '\(model.id)';
            -- Every third has another name beside it, which fits some questions as well.
            insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
            select twin.book_id, twin.id, 'COMMON', other.name, model.said_by, model.basis, model.recorded_by
            from twin join twin as other on other.n = twin.n % 2999 + 1,
                 registry.name_fact as model where model.resident_id = '\(model.id)' and twin.n % 3 = 0;
            insert into registry.resident_version
            select (jsonb_populate_record(model, jsonb_build_object('book_id', twin.book_id, 'resident_id', twin.id,
                'name', twin.name, 'household_id', null, 'born_earliest', born.day, 'born_latest', born.day,
                'born_ranges', datemultirange(daterange(born.day, born.day, '[]'))))).*
            from twin cross join lateral (select '1950-01-01'::date + 7 * twin.n as day) as born,
                 registry.resident_version as model where model.resident_id = '\(model.id)';
            select search.refresh_tokens();
            """
        )
    }

    /// One to three words, some of which few names have together, and one that nobody has.
    private static let questions: [String] = [
        "giang", "pao", "Súa", "a", "giang pao", "pao giang", "thi", "sung thi", "vang van hoa", "giang a pao",
        "Giàng A Páo", "sua thi vang", "lan a giang", "sung vang pao", "giang thi a", "hoa lan", "giang a xyz",
        "vang van sua a", "giang a pao 1980", "sung lan 1975", "vang thi hoa 40-50 tuổi",
    ]

    @Test("D1 Pages of one search fit together: nobody twice, nobody missing, whoever asks and for however many words")
    func pages() async throws {
        let database = TestDatabase.current
        let commune = try await database.officer(of: eaRok.code)
        let district = try await database.officer("district_officer", of: "646")
        try await database.withRegistry { registry in
            try await plant(registry, as: commune)
            for officer in [commune, district] {
                for question in Self.questions {
                    func page(from offset: Int, of limit: Int) async throws -> [ResidentHit] {
                        try await registry.search(question, limit: limit, offset: offset, as: officer)
                    }
                    let whole = try await page(from: 0, of: 100)
                    #expect(Set(whole.map(\.summary.key)).count == whole.count, "\(question)")
                    #expect(whole.map(\.score) == whole.map(\.score).sorted(by: >), "\(question)")
                    for size in [20, 50] {
                        var pages: [ResidentHit] = []
                        for offset in stride(from: 0, to: 100, by: size) {
                            pages += try await page(from: offset, of: size)
                        }
                        #expect(pages.map(\.summary.key) == whole.map(\.summary.key), "\(question) by \(size)")
                        #expect(pages.map(\.why) == whole.map(\.why), "\(question) by \(size)")
                    }
                }
            }
        }
    }

    @Test("D1 A missing word costs rank, not the hit: whoever has all words comes before whoever lacks one")
    func allWordsFirst() async throws {
        let database = TestDatabase.current
        let district = try await database.officer("district_officer", of: "646")
        let commune = try await database.officer(of: eaRok.code)
        try await database.withRegistry { registry in
            try await plant(registry, as: commune)
            for (officer, books) in [(commune, "\(eaRok.book)"), (district, "\(eaRok.book), \(cuKbang.book)")] {
                let answer = try await database.superuserSQL(
                    """
                    select count(distinct resident_id) from registry.name_fact
                    where name = 'Giàng Thị Súa' and book_id in (\(books))
                    """
                )
                let complete = try #require(Int(answer))
                let hits = try await registry.search("giang thi sua", limit: 200, as: officer)
                #expect(hits.count == 200 && (40..<150).contains(complete))
                #expect(hits[..<complete].allSatisfy { $0.score == hits[0].score })
                #expect(hits[complete...].allSatisfy { $0.score < hits[0].score })
            }
        }
    }

    @Test("D4 Whoever was born when asked comes before a stranger who has one common word more")
    func birthOutweighsAWord() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: eaRok.code)
        try await database.withRegistry { registry in
            try await plant(registry, as: officer)
            let hits = try await registry.search("giang thi sua 1980", limit: 20, as: officer)
            #expect(hits.count == 20)
            #expect(hits.first?.why.contains("born") == true)
            #expect(hits.map(\.score) == hits.map(\.score).sorted(by: >))
            // A birth a hundred and more years away is as far as can be, and no error.
            let far = try await registry.search("giang a pao 1/1/1850", as: officer)
            #expect(!far.isEmpty && far.allSatisfy { !$0.why.contains("born") })
        }
    }
}
