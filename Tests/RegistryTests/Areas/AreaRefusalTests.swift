import Foundation
import Registry
import RegistryTestSupport
import Testing

/// Tables that the register must not take.
@Suite(.registryDatabase) struct AreaRefusalTests {
    @Test(
        "A8 a table that does not fit the register is refused by row, field and rule in both languages, and nothing is half-done"
    )
    func refusals() async throws {
        let database = TestDatabase.current
        let before = try await database.areas()
        let refused: [(table: AreaTable, issues: [String])] = [
            // A cycle, also over three.
            (
                AreaTable(
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp",
                    "2025-07-01,merge,24214,Xã Ia Lốp,24226,Xã Cư KBang"
                ), ["2 new_code area.cycle R5.1", "3 new_code area.cycle R5.1"]
            ),
            (
                AreaTable(
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp",
                    "2025-07-01,merge,24214,Xã Ia Lốp,24221,Xã Ia RVê",
                    "2025-07-01,merge,24221,Xã Ia RVê,24226,Xã Cư KBang"
                ),
                [
                    "2 new_code area.cycle R5.1", "3 new_code area.cycle R5.1", "4 new_code area.cycle R5.1",
                ]
            ),
            // A successor that ends itself, that nobody knows, that is not named.
            (
                AreaTable(
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp",
                    "2025-07-01,merge,24214,Xã Ia Lốp,24221,Xã Ia RVê"
                ), ["2 new_code area.successor-ends R5.1"]
            ),
            (
                AreaTable("2025-07-01,merge,24226,Xã Cư KBang,24999,Xã Ở Đâu"),
                ["2 new_code area.successor-missing R5.1"]
            ),
            (
                AreaTable("2025-07-01,merge,24226,Xã Cư KBang,,"),
                ["2 new_code area.successor-missing R5.1", "2 new_name area.name R5.1"]
            ),
            // Units that the register does not know so.
            (AreaTable("2025-07-01,merge,24999,Xã Cư KBang,24214,Xã Ia Lốp"), ["2 old_code area.unknown R5.1"]),
            (
                AreaTable("2025-07-01,merge,24226,Xã Cư M'Lan,24214,Xã Ia Lốp"),
                ["2 old_name area.name-differs R5.6"]
            ),
            (
                AreaTable("1998-08-24,create_from,24223,Xã Ea Lê,24226,Xã Ea Bung"),
                ["2 new_name area.name-differs R5.6"]
            ),
            // Splits that do not say whose the books become.
            (
                AreaTable(
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp",
                    "2025-07-01,merge,24226,Xã Cư KBang,24221,Xã Ia RVê"
                ), ["2 new_code area.split-unclear R5.4"]
            ),
            (
                AreaTable(
                    "2025-07-01,split,24226,Xã Cư KBang,24999,Xã Mới",
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp"
                ), ["2 new_code area.split-unclear R5.4"]
            ),
            // Ends without an heir.
            (AreaTable("2025-07-01,abolish,24226,Xã Cư KBang,,"), ["2 old_code area.book-without-successor A8"]),
            (AreaTable("2025-07-01,abolish,66,Đắk Lắk,,"), ["2 old_code area.book-without-successor A8"]),
            // Contradictions.
            (
                AreaTable("2025-07-01,abolish,24226,Xã Cư KBang,24214,Xã Ia Lốp"),
                [
                    "2 new_code area.successor-of-abolished R5.2", "2 new_name area.successor-of-abolished R5.2",
                ]
            ),
            (
                AreaTable(
                    "2025-07-01,continue,24226,Xã Cư KBang,24226,Xã Cư KBang",
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp"
                ), ["2 old_code area.contradicted R5.1", "3 old_code area.contradicted R5.1"]
            ),
            (
                AreaTable(
                    "2025-07-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp",
                    "2025-07-01,merge,24223,Xã Ea Lê,24214,Xã Ia Lớn"
                ), ["3 new_name area.successor-names R5.1"]
            ),
            (
                AreaTable("2025-07-01,rename,24226,Xã Cư KBang,24214,Xã Cư KBang"),
                ["2 new_code area.code-taken R5.1"]
            ),
            (
                AreaTable("2025-07-01,merge,24226,Xã Cư KBang,646,Huyện Ea Súp"),
                ["2 new_code area.levels-differ R5.5"]
            ),
            (
                AreaTable(
                    "2025-07-01,abolish,646,Huyện Ea Súp,,",
                    "2025-07-01,abolish,646,Huyện Ea Súp,,"
                ), ["3 - area.row-twice A8"]
            ),
            // Rows that are none.
            (
                AreaTable("hôm nay,nhập,2422,Xã Cư KBang,24214,Xã Ia Lốp"),
                [
                    "2 effective_date area.day R5.1", "2 kind area.kind R5.1", "2 old_code area.code R5.5",
                ]
            ),
            (AreaTable("2025-07-01,merge,24226"), ["2 - area.row-ragged RFC 4180"]),
            (
                AreaTable(text: "effective_date,kind\n2025-07-01,merge\n"),
                ["old_code", "old_name", "new_code", "new_name"].map { "1 \($0) area.column-missing A8" }
            ),
            (AreaTable(text: ""), ["- - area.file-empty A8"]),
            (AreaTable(), ["- - area.file-empty A8"]),
        ]
        for (table, issues) in refused {
            #expect(try await table.refusal(by: database) == issues, "\(table.text)")
            #expect(try await database.areas() == before, "\(table.text)")
        }
        // A row that is right does not make up for one that is wrong, on another day neither.
        let mixed = AreaTable(
            "2025-01-01,rename,24226,Xã Cư KBang,24226,Xã Cư KBang Mới",
            "2025-07-01,merge,24999,Xã Ở Đâu,24214,Xã Ia Lốp"
        )
        #expect(try await mixed.refusal(by: database) == ["3 old_code area.unknown R5.1"])
        #expect(try await database.areas() == before)
    }

    @Test("A8 of two who apply the same table at once one does, and the other finds nothing to do")
    func race() async throws {
        try await TestDatabase.alone { database in
            async let first = AreaTable.reform.apply(to: database)
            async let second = AreaTable.reform.apply(to: database)
            let reports = try await [first, second]
            #expect(reports.filter(\.isNothingToDo).count == 1)
            #expect(try await database.superuserSQL("select count(*) from registry.area where code = '24217'") == "2")
        }
    }
}
