import RegistryTestSupport
import Testing

@testable import Registry

/// What an import makes of cells, row by row.
@Suite(.registryDatabase) struct ImportRowTests {
    private let database = TestDatabase.current

    @Test("R9, R1, R4, R5: every wrong cell is an error with its row, column and rule, and only that row is refused")
    func errors() async throws {
        let wrong: [([String: String], String)] = [
            (["commune": "Xã Không Có"], "commune commune.unknown"),
            (["commune": ""], "commune commune.missing"),
            (["commune": "Ea Rốk"], "commune commune.out-of-reach"),
            (["personal_no": "06620412345", "papers": "cccd"], "personal_no number.not-twelve-digits"),
            (["birth_date": "30/02/1990"], "birth_date birth.no-such-day"),
            (["birth_date": "hôm qua"], "birth_date birth.not-understood"),
            (["birth_precision": "roughly"], "birth_precision birth.precision-word"),
            (["birth_year_min": "1990", "birth_year_max": "1980"], "birth_year_max birth.years-reversed"),
            (["formal_name": String(repeating: "a", count: 10_000)], "formal_name name.too-long"),
            (["formal_name": "Páo"], "formal_name name.birth-name-of-one-word"),
            (["formal_name": "", "common_name": ""], "formal_name name.none"),
            (["formal_name": "=HYPERLINK(1)"], "formal_name cell.formula"),
            (["village": "@SUM(A1)"], "village cell.formula"),
            (["ethnicity": "-1"], "ethnicity cell.formula"),
            (["father_name": "+cmd"], "father_name cell.formula"),
            (["sex": "X"], "sex sex.unknown-word"),
            (["phone": "0912"], "phone phone.form"),
            (["arrival_year": "98"], "arrival_year arrival.no-year"),
            (["registered_on": "2024-02-30"], "registered_on registered.no-such-day"),
            (["registered_on": "2199-01-01"], "registered_on registered.to-come"),
            (["record_id": ""], "record_id record.missing"),
            (["record_id": "R 1; drop"], "record_id record.not-a-word"),
            (["formal_name": "Giàng\u{1B}A Páo"], "formal_name cell.control"),
        ]
        let officer = try await database.officer(of: "24226")
        var sheet = ImportSheet.persons
        for (cells, _) in wrong {
            sheet = sheet.row(["rel_to_head": "con", "household_id": "ROWS"].merging(cells) { $1 })
        }
        sheet = sheet.row(["record_id": "GOOD", "household_id": "ROWS"])
        let heard = Heard()
        let report = try await database.importing(sheet, as: officer, ImportOptions(source: "rows"), heard: heard)
        let errors = heard.issues.filter { $0.severity == .error }.map {
            "\($0.row ?? 0) \($0.column ?? "-") \($0.code)"
        }
        #expect(errors == wrong.enumerated().map { "\($0.offset + 2) \($0.element.1)" })
        #expect(report.counts.rejected == wrong.count)
        #expect(report.counts.accepted == 1)
        for issue in heard.issues {
            #expect(!issue.rule.isEmpty && !issue.message.isEmpty && issue.message != issue.messageVi)
        }
    }

    @Test("a row with other cells than the header is refused, and named")
    func cellCount() async throws {
        let officer = try await database.officer(of: "24226")
        let sheet = ImportSheet.persons.row(["record_id": "W1", "household_id": "W"])
            .row(["record_id": "W2", "household_id": "W"])
        var lines = sheet.text().split(separator: "\n")
        lines[1] += ",extra"
        let heard = Heard()
        let report = try await database.importing(
            sheet,
            as: officer,
            ImportOptions(source: "width"),
            heard: heard,
            text: lines.joined(separator: "\n")
        )
        #expect(heard.short.filter { $0.hasSuffix("row.cells") } == ["2 - row.cells"])
        #expect(report.counts.accepted == 1)
    }

    @Test("nothing is guessed silently: what is odd but possible is imported with a remark")
    func remarks() async throws {
        let officer = try await database.officer(of: "24226")
        let sheet = ImportSheet.persons
            .row(["birth_date": "1969-01-01"])
            .row(["birth_date": "2024-06-01"])
            .row(["personal_no": "066169012345", "papers": "cccd", "birth_date": "1970-05-05"])
            .row(["personal_no": "003169012345", "papers": "cccd"])
            .row(["ethnicity": "Mán"])
            .row(["ethnicity": "Người Rừng"])
            .row(["origin_province": "Cao Lạng"])
            .row(["rel_to_head": "chủ hộ"])
            .row(["rel_to_head": "cháu"])
            .row(["rel_to_head": "thông gia"])
            .row(["papers": "bằng lái"])
            .row(["personal_no": "066069012345"])
            .row(["village": "Bản Mới", "household_id": "H9"])
            .row(["registered_on": ""])
            .row(["arrival_year": "2025"])
            .row(["village": "Thôn 4"])
            .row(["formal_name": "Giàng ð Páo"])
            .row(["birth_date": "1990", "birth_precision": "full"])
            .row(["household_id": ""])
        let heard = Heard()
        let report = try await database.importing(sheet, as: officer, ImportOptions(source: "odd"), heard: heard)
        #expect(heard.codes(.error) == [])
        #expect(report.counts.accepted == 19)
        let expected: Set<String> = [
            "2 birth_date birth.year?", "3 birth_date birth.to-come", "4 personal_no number.other-sex",
            "4 personal_no number.other-birth-year", "5 personal_no number.no-such-province",
            "6 ethnicity ethnicity.ambiguous", "8 origin_province origin.not-recognised",
            "9 rel_to_head household.second-head", "10 rel_to_head relation.vague",
            "11 rel_to_head relation.unknown-word",
            "12 papers paper.unknown-word", "13 personal_no number.without-paper", "14 village village.kind-not-said",
            "15 registered_on registered.not-said", "16 arrival_year arrival.after-registration",
            "17 village village.household-elsewhere", "19 birth_precision birth.precision-differs",
            "20 village village.without-household",
        ]
        #expect(expected.subtracting(heard.short) == [])
        #expect(heard.short.contains { $0.hasPrefix("7 ethnicity") })
        #expect(heard.short.contains { $0.hasPrefix("18 formal_name") })

        // What was odd stands as it was written.
        let ethnic = try await database.superuserSQL(
            """
            select declared || ':' || coalesce(ethnic_code, '-') from registry.attribute_fact
            where source = 'odd P5' and attribute = 'ethnicity'
            """
        )
        #expect(ethnic == "Mán:-")
        #expect(
            try await database.count(
                "registry.origin_claim",
                "source = 'odd P7' and area_id is null and written = 'Cao Lạng'"
            ) == 1
        )
        #expect(
            try await database.count(
                "registry.household_member m join registry.import_record r using (book_id, resident_id)",
                "r.source = 'odd' and r.record_id = 'P8' and m.relation = '99' and m.declared = 'chủ hộ'"
            ) == 1
        )
        #expect(try await database.count("registry.paper_fact", "source = 'odd P4' and number = '003169012345'") == 1)
    }

    @Test("A11: not asked, unknown, refused and none are four different answers; an empty cell has no row")
    func answers() async throws {
        let officer = try await database.officer(of: "24226")
        let sheet = ImportSheet.persons
            .row(["phone": ""]).row(["phone": "không rõ"]).row(["phone": "từ chối"]).row(["phone": "không có"])
            .row(["phone": "+84 912 345 678", "birth_precision": "unknown"])
        try await database.importing(sheet, as: officer, ImportOptions(source: "answers"))
        let answers = try await database.superuserSQL(
            """
            select string_agg(coalesce(fact.answer::text, 'not asked'), ',' order by record.record_id)
            from registry.import_record as record
            left join registry.attribute_fact as fact using (book_id, resident_id)
            where record.source = 'answers' and record.kind = 'person' and coalesce(fact.attribute, 'phone') = 'phone'
            """
        )
        #expect(answers == "unknown,refused,none,stated")
        #expect(try await database.count("registry.birth_fact", "source = 'answers P5' and answer = 'unknown'") == 1)
        #expect(try await database.count("registry.birth_fact", "source = 'answers P1'") == 0)
    }

    @Test("R5.6: the commune is found in every spelling, by code, and with a semicolon file of reordered columns")
    func spellings() async throws {
        let officer = try await database.officer(of: "24226")
        let sheet = ImportSheet.persons
            .row(["commune": "Cư Kbang"]).row(["commune": "Xã Cư K'Bang"]).row(["commune": "cu kbang"])
            .row(["commune": "24226"])
        let report = try await database.importing(
            sheet,
            as: officer,
            ImportOptions(source: "spelling", commune: "24226"),
            text: sheet.text(delimiter: ";", columns: ImportKind.persons.columns.map(\.rawValue).reversed())
        )
        #expect(report.counts.accepted == 4)
        #expect(report.counts.newHouseholds == 1)
    }

    @Test("F3: rows of communes beyond the edit reach are errors, and --commune limits even who may edit all")
    func reach() async throws {
        let operatorUser = try await database.officer("operator", of: "646")
        let heard = Heard()
        let report = try await database.importing(
            .persons.row([:]).row(["commune": "Ea Rốk", "household_id": "H2"]),
            as: operatorUser,
            ImportOptions(source: "reach", commune: "24226"),
            heard: heard
        )
        #expect(report.counts.accepted == 1)
        #expect(heard.short.contains("3 commune commune.other"))
        let viewer = try await database.officer("district_officer", of: "646")
        let refused = try await database.importing(.persons.row([:]), as: viewer, ImportOptions(source: "reach2"))
        #expect(refused.counts.accepted == 0 && refused.counts.rejected == 1)
        await #expect(throws: RegistryError.notFound) {
            try await database.importing(.persons.row([:]), as: operatorUser, ImportOptions(commune: "99999"))
        }
        await #expect(throws: RegistryError.notSignedIn) {
            try await ImportSheet.persons.row([:]).withFile { path in
                try await Importer.connected(access: database.access, token: SessionToken("none"), logger: silent) {
                    try await $0.run(ImportFile(path: path), ImportOptions(), Heard().listener)
                }
            }
        }
    }

    @Test("E3: what is imported is believed since the day on which it was registered")
    func belief() async throws {
        let officer = try await database.officer(of: "24226")
        try await database.importing(
            .persons.row(["registered_on": "2024-09-20", "household_id": "HB"])
                .row(["registered_on": "01/03/2024", "household_id": "HB"]),
            as: officer,
            ImportOptions(source: "belief")
        )
        func members(_ day: String) async throws -> String {
            try await database.superuserSQL(
                """
                select coalesce(max(version.members), 0) from registry.household_version as version
                join registry.import_record as record using (book_id, household_id)
                where record.source = 'belief' and version.believed_from <= '\(day)'::timestamptz
                  and '\(day)'::timestamptz < version.believed_to
                """
            )
        }
        #expect(try await members("2024-02-01") == "0")
        #expect(try await members("2024-03-02") == "1")
        #expect(try await members("2024-09-21") == "2")
        let opened = try await database.superuserSQL(
            "select opened_on from registry.household join registry.import_record r on (r.book_id, r.household_id) = (household.book_id, household.id) where r.source = 'belief'"
        )
        #expect(opened == "2024-03-01")
    }
}
