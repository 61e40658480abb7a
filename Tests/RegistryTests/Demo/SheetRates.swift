import CivilIdentity

/// How often what happens in a district's sheets, measured alike for the sheets that we were given and for ours.
struct SheetRates {
    private(set) var shares: [String: Double] = [:]

    /// The rates of all communes but one.
    init(folder: String, besides commune: Substring) throws {
        let persons = try Sheet("\(folder)/persons.csv").filtered(["commune"]) { $0 != commune }
        let households = try Sheet("\(folder)/households.csv").filtered(["commune"]) { $0 != commune }
        let known = Set(persons["record_id"])
        let pairs = try Sheet("\(folder)/truth_pairs.csv")
            .filtered(["record_id_a", "record_id_b"], by: known.contains)
        measureFilling(persons)
        measureNames(persons["formal_name"])
        measureBirths(persons)
        measureNumbers(persons)
        measureWives(persons)
        measureHouseholds(persons, households)
        measurePairs(persons, pairs)
    }

    private mutating func set(_ name: String, _ part: Int, of whole: Int) {
        shares[name] = whole == 0 ? 0 : Double(part) / Double(whole)
    }

    private mutating func measureFilling(_ persons: Sheet) {
        for column in [
            "formal_name", "common_name", "personal_no", "phone", "papers", "father_name", "mother_name", "spouse_name",
            "arrival_year", "origin_province", "origin_district", "origin_commune",
        ] {
            set("\(column) filled", persons[column].count { !$0.isEmpty }, of: persons.rows.count)
        }
        for (precision, count) in persons.counts("birth_precision") {
            set("birth \(precision)", count, of: persons.rows.count)
        }
        set(
            "common name of one word",
            persons["common_name"].count { !$0.isEmpty && !$0.utf8.contains(32) },
            of: persons["common_name"].count { !$0.isEmpty }
        )
    }

    private mutating func measureNames(_ all: [Substring]) {
        let names = all.filter { !$0.isEmpty }
        set("NFD", names.count { $0.unicodeScalars.contains { (0x300...0x323).contains($0.value) } }, of: names.count)
        set(
            "capitals",
            names.count { name in !name.unicodeScalars.contains { $0.properties.isLowercase } },
            of: names.count
        )
        set("no diacritics", names.count { $0.utf8.allSatisfy { $0 < 128 } }, of: names.count)
        set("two spaces", names.count { $0.contains("  ") }, of: names.count)
        set("space after", names.count { $0.utf8.last == 32 }, of: names.count)
        let placed = names.compactMap(Self.isToneOnSecondLetter)
        set("new tone placement", placed.count { $0 }, of: placed.count)
        set("two words", names.count { $0.split(separator: " ").count == 2 }, of: names.count)
    }

    /// Of a word that ends in oa, oe or uy with a tone, where the tone stands; nil where the name has no such word.
    private static func isToneOnSecondLetter(_ name: Substring) -> Bool? {
        for word in name.split(separator: " ") where !word.hasPrefix("Qu") && !word.hasPrefix("QU") {
            let end = String(word.suffix(2)).lowercased()
            if ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "uỳ", "uý", "uỷ", "uỹ", "uỵ"].contains(end) { return true }
            if ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ùy", "úy", "ủy", "ũy", "ụy"].contains(end) { return false }
        }
        return nil
    }

    private mutating func measureBirths(_ persons: Sheet) {
        let full = zip(zip(persons["birth_precision"], persons["birth_date"]), persons["registered_on"])
            .filter { $0.0.0 == "full" }.map { (birth: $0.0.1, registered: $0.1) }
        set("1 January", full.count { $0.birth.hasSuffix("-01-01") }, of: full.count)
        set("born after registration", full.count { $0.birth > $0.registered }, of: full.count)
        set("born after the campaign", full.count { $0.birth > "2024-10-31" }, of: full.count)
        set("day above 12", full.count { Int($0.birth.suffix(2)) ?? 0 > 12 }, of: full.count)
    }

    private mutating func measureNumbers(_ persons: Sheet) {
        let numbers = persons.counts("personal_no").filter { !$0.key.isEmpty }
        let shared = numbers.values.filter { $0 > 1 }.reduce(0, +)
        set("number shared", shared, of: numbers.values.reduce(0, +))
        let phones = persons.counts("phone").filter { !$0.key.isEmpty }
        set("phone shared", phones.values.filter { $0 > 1 }.reduce(0, +), of: phones.values.reduce(0, +))
        var otherSex = 0
        var otherYear = 0
        var sure = 0
        for ((number, sex), (from, to)) in zip(
            zip(persons["personal_no"], persons["sex"]),
            zip(persons["birth_year_min"], persons["birth_year_max"])
        ) {
            guard let known = PersonalNumber(number) else { continue }
            otherSex += known.sex.rawValue == sex ? 0 : 1
            guard let from = Int(from), let to = Int(to), to - from == 0 else { continue }
            sure += 1
            otherYear += known.birthYear == from ? 0 : 1
        }
        set("number of the other sex", otherSex, of: numbers.values.reduce(0, +))
        set("number of another year", otherYear, of: sure)
    }

    /// Wives of Mông and Dao men: none has her husband's clan by birth (rule R9.3), some are called by it.
    private mutating func measureWives(_ persons: Sheet) {
        func family(_ name: Substring) -> String? {
            let words = name.split(separator: " ")
            return words.count > 1 ? PlainText.folded(words[0]) : nil
        }
        var clans: [Substring: String] = [:]
        let rows = zip(
            zip(persons["household_id"], persons["rel_to_head"]),
            zip(persons["ethnicity"], persons["formal_name"])
        )
        for ((household, relation), (people, formal)) in rows
        where relation == "chủ hộ" && (people == "Mông" || people == "Dao") {
            clans[household] = family(formal)
        }
        var wives = 0
        var called = 0
        for ((household, relation), (people, common)) in zip(
            zip(persons["household_id"], persons["rel_to_head"]),
            zip(persons["ethnicity"], persons["common_name"])
        ) where relation == "vợ" && (people == "Mông" || people == "Dao") {
            guard let clan = clans[household], let own = family(common) else { continue }
            wives += 1
            called += own == clan ? 1 : 0
        }
        set("wife under her husband's clan", called, of: wives)
    }

    private mutating func measureHouseholds(_ persons: Sheet, _ households: Sheet) {
        let members = persons.counts("household_id")
        let told = zip(households["household_id"], households["members"])
        set("members as told", told.count { Int($1) == members[$0] }, of: households.rows.count)
        set("household phone", households["phone"].count { !$0.isEmpty }, of: households.rows.count)
        shares["persons in a household"] = Double(persons.rows.count) / Double(households.rows.count)
        for (relation, count) in persons.counts("rel_to_head") where ["con", "vợ", "cha", "mẹ"].contains(relation) {
            set(String(relation), count, of: persons.rows.count)
        }
    }

    /// The same person twice: how often, where, and how much of what was written is the same.
    private mutating func measurePairs(_ persons: Sheet, _ pairs: Sheet) {
        set("the same person twice", pairs.rows.count, of: persons.rows.count)
        set("in two communes", pairs["communes"].count { $0 == "cross" }, of: pairs.rows.count)
        for scenario in ["household", "alone", "hosted", "marriage"] {
            set("twice: \(scenario)", pairs["scenario"].count { $0 == scenario }, of: persons.rows.count)
        }
        let place = Dictionary(uniqueKeysWithValues: persons["record_id"].enumerated().map { ($1, $0) })
        let twice = zip(pairs["record_id_a"], pairs["record_id_b"]).compactMap { first, second in
            zip(place[first], place[second])
        }
        for (column, isFolded) in [
            ("formal_name", true), ("formal_name", false), ("birth_date", false), ("phone", false),
        ] {
            let values = persons[column]
            let both = twice.filter { !values[$0.0].isEmpty && !values[$0.1].isEmpty }
            let same = both.count { first, second in
                isFolded
                    ? PlainText.folded(values[first]) == PlainText.folded(values[second])
                    : values[first] == values[second]
            }
            set("\(column) the same in both\(isFolded ? ", folded" : "")", same, of: both.count)
        }
    }

    private func zip(_ first: Int?, _ second: Int?) -> (Int, Int)? {
        guard let first, let second else { return nil }
        return (first, second)
    }

    private func zip<First: Sequence, Second: Sequence>(_ first: First, _ second: Second) -> Zip2Sequence<First, Second>
    {
        Swift.zip(first, second)
    }
}
