import FoundationEssentials
import Testing

@testable import sogoc

@Suite("Tables and widths")
struct OutputTests {
    @Test(
        "A text takes what the terminal shows: marks nothing, East Asian letters two columns",
        arguments: [
            ("", 0), ("Cu", 2), ("Cư KBang", 8), ("Cu\u{31B} KBang", 8), ("Giàng A Páo", 11),
            ("Gia\u{300}ng A Pa\u{301}o", 11), ("ế", 1), ("e\u{302}\u{301}", 1), ("đ", 1), ("漢字", 4), ("\u{200B}", 0),
            ("–", 1), ("\u{1F600}", 2),
        ]
    )
    func widths(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test("Columns stand under each other, whatever way letters are composed; numbers stand to the right")
    func aligned() {
        var table = DisplayTable([
            .init(vi: "Xã", en: "Xã"), .init(vi: "Người", en: "Người", alignment: .right), .init(vi: "Ghi", en: "Ghi"),
        ])
        table.append(["Cư KBang", "9 312", "có"])
        table.append(["Cu\u{31B} KBang", "7", ""])
        table.append(["Ea Rốk"])
        #expect(
            table.description == """
                Xã        Người  Ghi
                ────────  ─────  ───
                Cư KBang  9 312  có
                Cu\u{31B} KBang      7
                Ea Rốk
                """
        )
    }

    @Test("A cell stays in its line")
    func oneLine() {
        var table = DisplayTable([.init(vi: "Lý do", en: "Lý do")])
        table.append(["một\nhai\tba"])
        #expect(table.description.split(separator: "\n").last == "một hai ba")
    }

    @Test("A bar says share, count, pace and what is left, and fits into its columns", arguments: [20, 40, 80, 200])
    func bar(columns: Int) {
        let line = ProgressBar.line("Nhập", done: 43_400, total: 70_000, elapsed: .seconds(14), columns: columns)
        #expect(line.hasPrefix("Nhập  "))
        #expect(line.contains("62 %"))
        #expect(line.contains("43\u{A0}400 / 70\u{A0}000"))
        #expect(line.contains("3\u{A0}100/s"))
        #expect(line.contains("9 s"))
        if columns >= 80 {
            #expect(DisplayWidth.of(line) <= columns)
            #expect(line.contains("█"))
            #expect(line.contains("░"))
        }
    }

    @Test("A bar without a known end counts; one at its end claims nothing more")
    func barEnds() {
        #expect(ProgressBar.line("Nhập", done: 0, total: nil, elapsed: .zero, columns: 80) == "Nhập  0")
        #expect(
            ProgressBar.line("Nhập", done: 5_000, total: nil, elapsed: .seconds(2), columns: 80)
                == "Nhập  5\u{A0}000  2\u{A0}500/s"
        )
        let whole = ProgressBar.line("Nhập", done: 10, total: 10, elapsed: .seconds(1), columns: 80)
        #expect(whole.contains("100 %"))
        #expect(!whole.contains("/s"))
        #expect(!whole.contains("░"))
    }

    @Test(
        "Thousands stand apart",
        arguments: [(0, "0"), (999, "999"), (1_000, "1\u{A0}000"), (-1_234_567, "-1\u{A0}234\u{A0}567")]
    )
    func grouped(number: Int, text: String) {
        #expect(ProgressBar.grouped(number) == text)
    }
}

@Suite("Times in Vietnam")
struct MomentTests {
    @Test("A day begins at midnight in Vietnam, seven hours before Greenwich's")
    func days() throws {
        let day = try #require(Moment.startOfDay("2026-11-24"))
        #expect(day.timeIntervalSince1970 == 1_795_453_200)
        #expect(Moment.iso(day) == "2026-11-24T00:00:00+07:00")
        #expect(Moment.short(day) == "2026-11-24 00:00")
        #expect(Moment.short(nil) == "–")
        #expect(Moment.startOfDay("2024-02-29") != nil)
    }

    @Test(
        "What is no day is none",
        arguments: ["", "2026", "2026-02-30", "2026-13-01", "26-11-24", "2026-1-2", "x-y-z"]
    )
    func noDays(text: String) {
        #expect(Moment.startOfDay(text) == nil)
    }
}

@Suite("Settings")
struct SettingsTests {
    @Test("A settings file is read as systemd reads it")
    func file() {
        let values = SettingsFile.parse(
            """
            # comment
            ; comment
            SOGOC_URL=http://127.0.0.1:8080
              SOGOC_HOME = /srv/sổ gốc
            SOGOC_QUOTED="a b"
            SOGOC_SINGLE='c d'
            SOGOC_EMPTY=
            SOGOC_EQUALS=a=b
            nonsense
            """
        )
        #expect(
            values == [
                "SOGOC_URL": "http://127.0.0.1:8080", "SOGOC_HOME": "/srv/sổ gốc", "SOGOC_QUOTED": "a b",
                "SOGOC_SINGLE": "c d", "SOGOC_EMPTY": "", "SOGOC_EQUALS": "a=b",
            ]
        )
    }
}
