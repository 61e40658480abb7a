import CivilIdentity
import Testing

@Suite struct AnimalTests {
    @Test("R9.10 Animals, their words and years are those of zodiac.csv")
    func table() throws {
        let rows = try Reference.rows("zodiac.csv")
        #expect(rows.count == 12)
        for row in rows {
            let index = try #require(row["index_mod12"].flatMap { Int($0) })
            let animal = try #require(Animal(rawValue: index))
            #expect(animal.vi == row["name_vi"])
            for word in [animal.vi] + (row["spoken_variants"] ?? "").split(separator: "|").map(String.init) {
                for form in [word, word.lowercased(), word.uppercased(), "tuổi \(word)", "con \(word)", "năm \(word)"] {
                    #expect(Animal(spoken: form) == animal, "\(form)")
                }
            }
            for year in (row["years_1920_2024"] ?? "").split(separator: "|").compactMap({ Int($0) }) {
                #expect(Animal(lunarYear: year) == animal)
            }
        }
    }

    @Test("R9.10 Tý and Tỵ are two animals, and ty is neither")
    func ratAndSnake() {
        #expect(Animal(spoken: "Tý") == .rat)
        #expect(Animal(spoken: "Tí") == .rat)
        #expect(Animal(spoken: "Tỵ") == .snake)
        #expect(Animal(spoken: "Tị") == .snake)
        #expect(Animal(spoken: "Ty\u{323}") == .snake)
        #expect(Animal(spoken: "ty") == nil)
        #expect(Animal(spoken: "ti") == nil)
        #expect(Animal(spoken: "tuổi") == nil)
        #expect(Animal(spoken: "voi") == nil)
        #expect(Animal(spoken: "suu") == .buffalo)
    }

    @Test("R9.10 Stems and animals name the sixty years")
    func stems() {
        #expect(HeavenlyStem(lunarYear: 1968) == .mau)
        #expect(HeavenlyStem(lunarYear: 1984) == .giap)
        #expect(HeavenlyStem(lunarYear: 2024).vi + " " + Animal(lunarYear: 2024).vi == "Giáp Thìn")
        #expect(Animal(lunarYear: 3) == .pig)
        #expect(HeavenlyStem(lunarYear: 3) == .quy)
    }
}
