import CivilIdentity
import Testing

@Suite struct PersonalNumberTests {
    @Test("R1 pin_vectors")
    func vectors() throws {
        let today = try day("2024-12-31")
        let rows = try Reference.rows("pin_vectors.csv")
        #expect(rows.count == 15)
        for row in rows {
            let pin = row["pin"] ?? ""
            switch row["result_on_2024_12_31"] {
            case "ok", "warn_country_code":
                let number = try #require(PersonalNumber(pin))
                #expect(number.refusal(on: today) == nil)
                #expect(number.remarks.isEmpty == (row["result_on_2024_12_31"] == "ok"))
                #expect(number.sex.vi == row["sex"])
                #expect(String(number.birthYear) == row["birth_year"])
                #expect(number.placeCode == row["ppp"])
            case "invalid_future_year":
                let number = try #require(PersonalNumber(pin))
                #expect(number.refusal(on: today)?.rule == "R1.3")
                #expect(String(number.birthYear) == row["birth_year"])
            case "invalid_province":
                let refusal = #expect(throws: Refusal.self) { try PersonalNumber(checking: pin) }
                #expect(refusal?.rule == "R1.5")
            case "invalid_format":
                let refusal = #expect(throws: Refusal.self) { try PersonalNumber(checking: pin) }
                #expect(refusal?.rule == "R1.1")
            default: Issue.record("unknown result in the vectors")
            }
        }
    }

    @Test("R1.3 Century and sex by pin_century_sex.csv")
    func centuries() throws {
        for row in try Reference.rows("pin_century_sex.csv") {
            let number = try #require(PersonalNumber("066\(row["digit"] ?? "")00123456"))
            #expect(number.sex.vi == row["sex"])
            #expect(String(number.birthYear) == row["birth_year_from"])
        }
    }

    @Test("R1.5 The provinces of a number are the 63 codes and nothing between them")
    func provinces() throws {
        let codes = Set(try Reference.rows("province_codes.csv").compactMap { $0["pin_code"] })
        for place in 0..<1000 {
            let code = String(repeating: "0", count: 3 - String(place).count) + String(place)
            let number = PersonalNumber(code + "085000001")
            #expect((number != nil) == (place >= 100 || codes.contains(code)), "\(code)")
            #expect(number?.isForeign ?? (place >= 100) == (place >= 100))
        }
    }

    @Test("R1.7 Disagreements with the record are listed, not refused")
    func agreement() throws {
        let number = try #require(PersonalNumber("066169867053"))
        let saying = BirthSaying(on: try day("2024-10-01"))
        #expect(number.agreement(with: .female, birth: .year(1969, saying)) == [])
        #expect(number.agreement(with: .male, birth: .year(1970, saying)) == [.sex, .birthYear])
        #expect(number.agreement(with: nil, birth: nil, registeredIn: "64") == [.province])
        let monkey = try #require(BirthSet.zodiac(.monkey, aboutAge: 56, saying))
        // Tuổi Thân 1968 runs into February 1969.
        #expect(number.agreement(with: nil, birth: monkey) == [])
    }

    @Test("R1.10 The province of a number has its name of that day")
    func province() throws {
        let number = try #require(PersonalNumber("015085000001"))
        #expect(try number.province(setUpOn: day("2020-01-01"))?.name == "Yên Bái")
        #expect(try number.province(setUpOn: day("2025-07-01"))?.name == "Lào Cai")
    }

    @Test("A number in a log line is masked")
    func masked() throws {
        let number = try #require(PersonalNumber("066169867053"))
        #expect("\(number)" == "••••••••••53")
        #expect(number.formatted() == "066169867053")
    }
}
