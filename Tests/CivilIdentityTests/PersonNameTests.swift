import CivilIdentity
import Testing

@Suite struct PersonNameTests {
    private func keys(_ text: String) throws -> PersonName { try PersonName(text) }

    @Test("R9.6 name_match_vectors")
    func vectors() throws {
        let rows = try Reference.rows("name_match_vectors.csv")
        #expect(rows.count == 21)
        for row in rows {
            let a = try PersonName(row["a"] ?? "")
            var text = row["b"] ?? ""
            if text.hasPrefix("(NFD form) ") { text = UnicodeForms.decomposed(String(text.dropFirst(11))) }
            let b = try PersonName(text)
            switch row["lowest_equal_key"] {
            case "k1":
                #expect(a.k1 == b.k1, "\(text)")
                #expect(a.k2 == b.k2, "\(text)")
                #expect(a.k3 == b.k3, "\(text)")
            case "k2":
                #expect(a.k1 != b.k1, "\(text)")
                #expect(a.k2 == b.k2, "\(text)")
                #expect(a.k3 == b.k3, "\(text)")
            case "no_k1_k2":
                #expect(a.k1 != b.k1, "\(text)")
                #expect(a.k2 != b.k2, "\(text)")
                if row["note"]?.contains("clan-set") == true { #expect(a.k3 == b.k3, "\(text)") }
            default: Issue.record("unknown key in the vectors")
            }
        }
    }

    @Test(
        "R9.6 Keys as text",
        arguments: [
            ("Giàng A Páo", "giang1 a pao2", "giang a pao", "zang a pao"),
            ("HOÀNG THỊ HOÀ", "hoang1 thi5 hoa1", "hoang thi hoa", "hoang thi hoa"),
            ("Đặng Văn Đức", "đăng5 văn đưc2", "dang van duc", "zang van zuc"),
            ("H'Blum Êban", "h'blum êban", "hblum eban", "hblum eban"),
            ("Páo", "pao2", "pao", "pao"), ("Lý-A.Tủa", "li2 a tua3", "li a tua", "li a tua"),
            ("Vương Thị Mỷ", "vương thi5 mi3", "vuong thi mi", "vang thi mi"),
            ("Y Ngông Niê Kdăm", "y ngông niê kdăm", "y ngong nie kdam", "y ngong lie kdam"),
        ]
    )
    func text(written: String, k1: String, k2: String, k3: String) throws {
        let name = try keys(written)
        #expect(name.k1 == k1)
        #expect(name.k2 == k2)
        #expect(name.k3 == k3)
    }

    static let nuclei = [
        "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu",
        "ia",
        "iê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi", "ua", "uâ", "uê", "ui", "uô", "uơ", "uy", "ưa", "ươ", "ưi",
        "ưu",
        "yê", "iêu", "yêu", "oai", "oay", "oao", "oeo", "uây", "uôi", "uya", "uyê", "uyu", "ươi", "ươu", "oo",
    ]
    static let tones: [Unicode.Scalar] = ["\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"]

    @Test("R9.6 Every nucleus with every tone has one k1, wherever the tone stands", arguments: nuclei)
    func tonePlaces(nucleus: String) throws {
        for onset in ["", "t", "h", "th", "ngh", "đ", "gi", "qu"] {
            for coda in ["", "n", "ng", "ch"] {
                var seen: Set<String> = []
                var plain: Set<String> = []
                for tone in [nil] + Self.tones.map(Optional.some) {
                    var keys: Set<String> = []
                    for place in nucleus.unicodeScalars.indices {
                        var marked = String.UnicodeScalarView(nucleus.unicodeScalars)
                        if let tone { marked.insert(tone, at: marked.index(after: place)) }
                        let syllable = onset + String(marked) + coda
                        for form in [syllable, UnicodeForms.decomposed(syllable), syllable.uppercased()] {
                            let name = try PersonName(form)
                            keys.insert(name.k1)
                            // Without diacritics it is the same syllable, whatever the tone.
                            plain.insert(name.k2)
                        }
                    }
                    #expect(keys.count == 1, "\(onset)\(nucleus)\(coda): \(keys)")
                    seen.formUnion(keys)
                }
                // Six tones are six keys.
                #expect(seen.count == 6)
                #expect(plain.count == 1)
            }
        }
    }

    @Test(
        "R9.5 NFC, NFD and any mixture are one name",
        arguments: [
            "Giàng A Páo", "Nguyễn Thị Thuỷ", "Đặng Hữu Ước", "Trương Ngọc Quỳnh", "Bế Thị Ưởng", "H'Juăn Ksơr",
            "Ayŭn Čư",
            "NGUYỄN THỊ THUỶ", "Lường Văn Ẵm", "Y Thĭ Êban", "Cụ Ñoñ", "Hoàng Ộp Ợt Ặc Ậm Ệ Ự",
        ]
    )
    func forms(written: String) throws {
        let composed = try PersonName(written)
        #expect(Array(composed.written.unicodeScalars) == Array(written.unicodeScalars))
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let mixed = UnicodeForms.mixed(written) { _ in Bool.random(using: &random) }
            let name = try PersonName(mixed)
            #expect(Array(name.written.unicodeScalars) == Array(written.unicodeScalars))
            #expect(name == composed)
            #expect(name.k1 == composed.k1)
            #expect(name.k2 == composed.k2)
            #expect(name.k3 == composed.k3)
        }
        #expect(try Array(PersonName(UnicodeForms.decomposed(written)).written.utf8) == Array(written.utf8))
    }

    @Test(
        "R9.5 Cleaning twice is cleaning once",
        arguments: [
            "  Giàng   A\u{A0}Páo ", "H’Blum", "Y Thĭ\u{301}", "Ðặng", "e\u{323}\u{309}\u{302}", "e\u{309}\u{323}",
            "Páo\u{200B}",
        ]
    )
    func idempotent(written: String) throws {
        let once = try PersonName(written)
        let twice = try PersonName(once.written)
        #expect(Array(once.written.utf8) == Array(twice.written.utf8))
        #expect(once.k1 == twice.k1)
        #expect(once.k3 == twice.k3)
    }

    @Test("R9.5 Blanks and apostrophes are put right, the spelling stays")
    func cleaned() throws {
        #expect(try PersonName("  Nguyễn \u{A0} Quốc Tuấn ").written == "Nguyễn Quốc Tuấn")
        #expect(try PersonName("H’Blum ʼÊban").written == "H'Blum 'Êban")
        #expect(try PersonName("gIàNG a páo").written == "gIàNG a páo")
        #expect(try PersonName("K'Bang").written == "K'Bang")
    }

    @Test(
        "R9.5 What is no name is refused",
        arguments: [
            ("", "name.empty"), ("   ", "name.empty"), ("123", "name.no-letter"), ("--", "name.no-letter"),
            ("Giàng\u{0} A Páo", "name.control-character"), ("Giàng A\nPáo", "name.control-character"),
            ("Giàng\tPáo", "name.control-character"), ("Páo\u{202E}", "name.control-character"),
            ("Páo\u{1B}[0m", "name.control-character"), (String(repeating: "a", count: 201), "name.too-long"),
            (String(repeating: "a ", count: 10_000), "name.too-long"),
        ]
    )
    func refused(written: String, code: String) {
        let refusal = #expect(throws: Refusal.self) { try PersonName(written) }
        #expect(refusal?.code == code)
        #expect(refusal?.rule == "R9.5")
    }

    @Test(
        "R9.5 What is odd is kept with a remark",
        arguments: [
            ("Ðặng Văn Ðức", "name.look-alike"), ("Nguyễn Văn Аn", "name.look-alike"), ("Nguyễn 2", "name.digit"),
            ("Y Thĭ\u{301}", "name.stray-mark"), ("Nguyễn @ An", "name.unusual-character"),
            ("Zoë", "name.unusual-character"),
            ("Páo\u{200B}", "name.invisible-dropped"),
        ]
    )
    func odd(written: String, code: String) throws {
        #expect(try PersonName(written).remarks.map(\.code) == [code])
    }

    @Test(
        "R9.5 Vietnamese and Tây Nguyên letters raise no remark",
        arguments: [
            "Giàng A Páo", "H'Juăn Ksơr", "Ayŭn Čư", "Y-Bhăm", "Mlô Duôn Du.", "Ñoñ ƀa", "Rơ Mah H'Djuôn",
            "Sùng Thị Mỷ",
        ]
    )
    func usual(written: String) throws {
        #expect(try PersonName(written).remarks == [])
        #expect(try PersonName(UnicodeForms.decomposed(written)).remarks == [])
    }

    @Test("R9.1 One word is a common name, not a birth name (A4 as a value)")
    func oneWord() throws {
        let name = try PersonName("Páo")
        #expect(NameKind.birth.refusal(of: name)?.rule == "R9.1")
        for kind in NameKind.allCases where kind != .birth { #expect(kind.refusal(of: name) == nil) }
        #expect(try NameKind.birth.refusal(of: PersonName("Giàng Páo")) == nil)
        #expect(name.tokens.map(\.k2) == ["pao"])
    }

    @Test("R9.2 Kinds of names are those of name_kinds.csv")
    func kinds() throws {
        let rows = try Reference.rows("name_kinds.csv")
        #expect(rows.compactMap { $0["code"] } == NameKind.allCases.map(\.rawValue))
        #expect(rows.compactMap { $0["name_vi"] } == NameKind.allCases.map(\.vi))
    }

    @Test(
        "R9.1 The given name is the last word, but in Ê Đê names",
        arguments: [
            ("Giàng A Páo", "Páo"), ("Páo", "Páo"), ("Y Ngông Niê Kdăm", "Ngông"), ("H'Nghia Êban", "H'Nghia"),
            ("Siu Pơi", "Pơi"), ("Xồng Y Hiền", "Hiền"), ("Rơ Mah H'Djuôn", "H'Djuôn"), ("H Nghia Êban", "Nghia"),
            ("Hà Nhung", "Nhung"), ("Y Páo", "Páo"),
        ]
    )
    func given(written: String, given: String) throws {
        let name = try PersonName(written)
        #expect(name.given == given)
        #expect(name.sortText == "\(given), \(written)")
    }

    @Test(
        "R9.4 Clan sets",
        arguments: [
            ["Giàng A Páo", "Zàng A Páo", "Dàng A Páo", "Già A Páo"], ["Vàng A Páo", "Vương A Páo", "Và A Páo"],
            ["Sùng A Páo", "Xùng A Páo", "Xồng A Páo"], ["Thào A Páo", "Thò A Páo", "Đào A Páo"],
            ["Lý A Páo", "Lí A Páo", "Ly A Páo", "Lỳ A Páo"], ["Vừ A Páo", "Vư A Páo"],
            ["Mùa A Páo", "Mua A Páo", "Mã A Páo"], ["Hầu A Páo", "Hờ A Páo", "Hơ A Páo"],
            ["Tráng A Páo", "Cháng A Páo", "Chang A Páo"], ["Bàn Văn Ba", "Phàn Văn Ba"],
            ["Đặng Văn Ba", "Tẩn Văn Ba", "Tằng Văn Ba"], ["Triệu Văn Ba", "Chảo Văn Ba"],
        ]
    )
    func clans(names: [String]) throws {
        #expect(Set(try names.map { try PersonName($0).k3 }).count == 1)
        #expect(
            Set(try names.map { try PersonName($0).k1 }).count == names.count - (names.contains("Lí A Páo") ? 1 : 0)
        )
        let heads = try names.map { try #require(PersonName($0).tokens.first) }
        for head in heads { #expect(ClanSets.shared.sameClan(heads[0], head)) }
    }

    @Test("R9.4 Clan sets of names_family.csv, but where a variant belongs to an ethnic group of longer names")
    func clanTable() throws {
        for row in try Reference.rows("names_family.csv") {
            guard let family = row["family_name"], !family.contains(" ") else { continue }
            let head = try #require(PersonName(family + " A").tokens.first)
            for variant in (row["variants"] ?? "").split(separator: "|") where !variant.contains(" ") {
                // Rơ Mah is two words, Rmah one; words are compared one by one.
                let other = try #require(PersonName(variant + " A").tokens.first)
                #expect(ClanSets.shared.sameClan(head, other), "\(family) \(variant)")
            }
        }
    }

    @Test(
        "R9.6 Spelling folds",
        arguments: [
            ("Giàng", "Dàng"), ("Dơ", "Giơ"), ("Xúa", "Súa"), ("Chứ", "Trứ"), ("Lềnh", "Nềnh"), ("Mỷ", "Mỉ"),
            ("Cứ", "Kứ"),
            ("Thuý", "Thuí"), ("Vy", "Vi"), ("Phềnh", "Fềnh"), ("Giaàng", "Giàng"), ("Rua", "Dua"),
        ]
    )
    func folds(one: String, other: String) throws {
        #expect(try PersonName(one).k3 == PersonName(other).k3)
    }

    @Test(
        "R9.6 Folds keep other sounds apart",
        arguments: [
            ("Máy", "Mái"), ("Thào", "Chào"), ("Nhìa", "Lìa"), ("Ngọc", "Lọc"), ("Khai", "Cai"), ("Páo", "Pá"),
            ("Hoa", "Hòe"),
        ]
    )
    func foldsApart(one: String, other: String) throws {
        #expect(try PersonName(one).k3 != PersonName(other).k3)
    }

    @Test("R9.6 Equal k1 means equal k2, equal k2 means equal k3, word by word")
    func chain() throws {
        var byFirst: [String: String] = [:]
        var bySecond: [String: String] = [:]
        var broken = 0
        for row in try Reference.district.get() {
            for column in ["formal_name", "common_name", "father_name"] {
                guard let text = row[column], !text.isEmpty else { continue }
                let name = try PersonName(text)
                let tokens = name.tokens
                let holds =
                    byFirst.updateValue(name.k2, forKey: name.k1) ?? name.k2 == name.k2
                    && bySecond.updateValue(name.k3, forKey: name.k2) ?? name.k3 == name.k3
                    && tokens.count == name.wordCount && tokens.map(\.k3).joined(separator: " ") == name.k3
                if !holds { broken += 1 }
            }
        }
        #expect(broken == 0)
        #expect(byFirst.count > 10_000)
    }

    @Test("A name in a log line is masked")
    func masked() throws {
        let name = try PersonName("Giàng A Páo")
        #expect("\(name)" == "•••")
        #expect(String(reflecting: name.tokens) == "[•••, •••, •••]")
    }
}
