import Testing

@testable import RegistryJobs

@Suite struct CheckFileTests {
    /// A check of slice book that nothing is wrong with.
    static let sound = """
        -- title:     Nobody's name
        -- title_vi:  Không có tên
        -- severity:  serious
        -- why:       A person without a name
        --            is found by nobody.
        -- why_vi:    Không có tên thì không tra cứu được.
        -- remedy:    Ask.
        -- remedy_vi: Hỏi lại.
        -- slice:     book
        -- clock:     no
        -- budget:    5 s, 300 rows
        select resident.book_id, 'resident' as subject, resident.id::text as subject_id, '' as key,
               '{}'::jsonb as facts, '{}'::jsonb as shown
        from registry.resident where resident.book_id = $1::int
        """

    private func faults(_ text: String, at path: String = "residents/name-missing.sql") -> [CheckFault] {
        switch Check.read(path, Array(text.utf8)) {
        case .success: []
        case .failure(let refusal): refusal.faults
        }
    }

    private func faults(replacing line: String, with other: String) -> [String] {
        #expect(Self.sound.contains(line))
        return faults(Self.sound.replacing(line, with: other)).map { fault in
            #expect(!fault.message.isEmpty && !fault.messageVi.isEmpty && fault.message != fault.messageVi)
            return "\(fault.line) \(fault.key ?? "-") \(fault.rule.rawValue)"
        }
    }

    @Test("H1 a check is one SQL file with title, why, remedy and severity in Vietnamese and English")
    func sound() throws {
        let check = try Check.read("residents/name-missing.sql", Array(Self.sound.utf8)).get()
        #expect(check.name == "residents/name-missing" && check.subject == "residents")
        #expect(check.header.title == "Nobody's name" && check.header.titleVi == "Không có tên")
        #expect(check.header.why == "A person without a name is found by nobody.")
        #expect(check.header.severity == .serious && check.header.slice == .book && !check.header.usesClock)
        #expect(check.header.budget.time == .seconds(5) && check.header.budget.rows == 300)
        #expect(check.statement.hasPrefix("select") && check.statementLine == 12 && check.hash.count == 32)
        // Both languages are needed, of every text.
        for key in ["title", "why", "remedy"] {
            for suffix in ["", "_vi"] {
                let lines = Self.sound.split(separator: "\n").filter { !$0.hasPrefix("-- \(key)\(suffix):") }
                #expect(
                    faults(lines.joined(separator: "\n")).contains { $0.rule == .missingKey && $0.key == key + suffix }
                )
            }
        }
    }

    @Test("H1 errors of a header name file, line, key and rule, all at once, in both languages")
    func headers() {
        #expect(faults(replacing: "severity:  serious", with: "severity:  bad") == ["3 severity value"])
        #expect(faults(replacing: "severity:  serious", with: "severity:") == ["3 severity empty-value"])
        #expect(faults(replacing: "slice:     book", with: "slice:     books") == ["9 slice value"])
        #expect(faults(replacing: "clock:     no", with: "clock:     false") == ["10 clock value"])
        #expect(
            faults(replacing: "-- remedy:    Ask.", with: "-- remedie:   Ask.") == [
                "1 remedy missing-key", "7 remedie unknown-key",
            ]
        )
        #expect(
            faults(replacing: "-- remedy:    Ask.", with: "-- remedy: Ask.\n-- remedy: Ask again.")
                == ["8 remedy repeated-key"]
        )
        #expect(
            faults(replacing: "title_vi:  Không có tên", with: "title_vi: Nobody's name") == [
                "2 title_vi two-languages"
            ]
        )
        #expect(
            faults(replacing: "-- remedy:    Ask.", with: "--remedy: Ask.") == [
                "1 remedy missing-key", "7 - header-line",
            ]
        )
        #expect(faults(replacing: "5 s, 300 rows", with: "5 hours") == ["11 budget value"])
        #expect(faults(replacing: "5 s, 300 rows", with: "5 s, 6 s") == ["11 budget value"])
        #expect(faults(replacing: "5 s, 300 rows", with: "601 s") == ["11 budget value"])
        #expect(faults(Self.sound, at: "residents/No_name.sql").map(\.rule) == [.fileName])
        #expect(faults(Self.sound, at: "a/b/c.sql").map(\.rule) == [.fileName])
        let broken = faults("select 1")
        #expect(
            broken.count == 9 && broken.allSatisfy { $0.file == "residents/name-missing.sql" && $0.rule == .missingKey }
        )
    }

    @Test("A check that writes or holds two statements is refused")
    func statements() {
        func refused(_ statement: String) -> [String] {
            let header = Self.sound.split(separator: "\n").prefix(11).joined(separator: "\n")
            return faults(header + "\n" + statement).map(\.rule.rawValue)
        }
        #expect(refused("select $1; select 2") == ["one-statement"])
        #expect(refused("select $1; -- the end") == [])
        #expect(refused("select $1;;") == ["one-statement"])
        #expect(refused("select $1) as x; drop table registry.book; select (1") == ["one-statement", "reads-only"])
        #expect(refused("table registry.book") == ["one-statement"])
        #expect(refused("").contains("one-statement"))
        #expect(refused("select ($1") == ["one-statement"])
        #expect(
            refused("with gone as (delete from registry.book where id = $1 returning 1) select * from gone") == [
                "reads-only"
            ]
        )
        #expect(refused("with x as (update registry.book set id = $1 returning 1) select 1") == ["reads-only"])
        #expect(refused("select * from registry.book where id = $1 for share") == ["reads-only"])
        #expect(refused("select $1 as x into registry.copy") == ["reads-only"])
        #expect(refused("select $1, set_config('transaction_read_only', 'off', true)") == ["reads-only"])
        #expect(refused("select $1, 'no end") == ["unterminated"])
        #expect(refused("select $1 /* /* */ no end") == ["unterminated"])
        #expect(refused("select $1, $x$ no end $y$") == ["unterminated"])
        // What only looks like it: in a string, a comment, a quoted name.
        #expect(refused("select $1, 'delete; ''update', $$ insert ; $$, E'\\'; drop' -- ; delete") == [])
        #expect(refused("select $1 /* ; /* update */ */, \"update\", x.delete from x") == [])
    }

    @Test("A check asks the time only where its header says so, and only jobs.now() and jobs.today()")
    func clocks() {
        func refused(_ statement: String, clock: String) -> [CheckFault.Rule] {
            let header = Self.sound.split(separator: "\n").prefix(11).joined(separator: "\n")
                .replacing("clock:     no", with: "clock: \(clock)")
            return faults(header + "\n" + statement).map(\.rule)
        }
        #expect(refused("select $1, jobs.today()", clock: "yes") == [])
        #expect(refused("select $1, jobs.now()", clock: "no") == [.clock])
        #expect(refused("select $1", clock: "yes") == [.clock])
        for call in [
            "now()", "pg_catalog.now()", "current_date", "CURRENT_TIMESTAMP", "clock_timestamp()", "registry.today()",
            "date 'today'", "'now'::timestamptz", "age(born)", "localtimestamp", "statement_timestamp()",
        ] {
            #expect(refused("select $1, \(call)", clock: "no") == [.clock], "\(call)")
            #expect(refused("select $1, jobs.now(), \(call)", clock: "yes") == [.clock], "\(call)")
        }
        #expect(refused("select $1, age(a, b), x.now, today from y", clock: "no") == [])
    }

    @Test("A check of slice book reads $1 and nothing else; one of slice register takes no parameter")
    func parameters() {
        #expect(faults(replacing: "$1::int", with: "1") == ["9 slice book"])
        #expect(faults(replacing: "$1::int", with: "$1::int and $2") == ["14 - book"])
        #expect(faults(replacing: "slice:     book", with: "slice: register") == ["14 - book"])
    }

    @Test("H2 checks are chosen by names and patterns")
    func globs() throws {
        let names = ["cards/two-valid", "cards/expiry", "residents/name-missing", "residents/birth-missing"]
        let catalogue = CheckCatalogue(try names.map { try Check.read($0 + ".sql", Array(Self.sound.utf8)).get() })
        func chosen(_ patterns: String...) -> [String] { catalogue.matching(patterns).checks.map(\.name) }
        #expect(chosen() == names.sorted())
        #expect(chosen("cards/*") == ["cards/expiry", "cards/two-valid"])
        #expect(chosen("*/*-missing") == ["residents/birth-missing", "residents/name-missing"])
        #expect(chosen("residents/?ame-missing") == ["residents/name-missing"])
        #expect(chosen("cards") == [])
        #expect(chosen("*") == names.sorted())
        #expect(chosen("cards/expiry", "cards/*") == ["cards/expiry", "cards/two-valid"])
    }
}
