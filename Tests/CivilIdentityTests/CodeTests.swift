import CivilIdentity
import Testing

@Suite struct CodeTests {
    @Test("A11 The kinds of answer are apart in data and words")
    func stated() {
        #expect(Set(StatedKind.allCases.map(\.rawValue)).count == 5)
        #expect(Set(StatedKind.allCases.map(\.vi)).count == 5)
        #expect(Set(StatedKind.allCases.map(\.en)).count == 5)
        for kind in StatedKind.allCases {
            let answer = Stated(kind: kind, value: kind == .stated ? 7 : nil)
            #expect(answer?.kind == kind)
            #expect(Stated(kind: kind, value: kind == .stated ? nil : 7) == nil)
            #expect(answer?.map { $0 * 2 }.value == (kind == .stated ? 14 : nil))
        }
        #expect(Stated<Int>.none != Stated<Int>.unknown)
        #expect(StatedKind(word: "không có") == StatedKind.none)
        #expect(StatedKind(word: "không") == nil)
    }

    @Test("R2.11 Relations to the head are those of relation_to_head.csv")
    func relations() throws {
        let rows = try Reference.rows("relation_to_head.csv")
        #expect(rows.compactMap { $0["code"] } == RelationToHead.allCases.map(\.rawValue))
        for row in rows {
            let name = try #require(row["name_vi"])
            #expect(RelationToHead.read(name)?.relation.vi == name)
            #expect(RelationToHead.read(row["code"] ?? "")?.relation.vi == name)
        }
    }

    @Test(
        "R2.11 Words of the import files",
        arguments: [
            ("chủ hộ", RelationToHead.head), ("vợ", .wife), ("con", .child), ("cha", .father), ("mẹ", .mother),
            ("con dâu", .daughterInLaw), ("cháu", .grandchild), ("khác", .other), ("CHỦ HỘ", .head),
        ]
    )
    func relationWords(word: String, relation: RelationToHead) {
        let reading = RelationToHead.read(word)
        #expect(reading?.relation == relation)
        #expect((reading?.remark != nil) == (relation == .grandchild))
        #expect(RelationToHead.read(UnicodeForms.decomposed(word)) == reading)
        #expect(RelationToHead.read("hàng xóm") == nil)
    }

    @Test("R2.9 Papers of a cell")
    func papers() {
        #expect(PaperKind.list("cccd;xac_nhan_thon").kinds == [.citizenCard, .villageConfirmation])
        #expect(PaperKind.list("khai_sinh").kinds == [.birthCertificate])
        #expect(PaperKind.list("so_ho_khau; cccd;cccd").kinds == [.householdBook, .citizenCard])
        #expect(PaperKind.list("").kinds == [])
        #expect(PaperKind.list("bằng lái;cccd").unknown == ["bằng lái"])
        #expect(PaperKind(word: "Giấy khai sinh") == .birthCertificate)
        #expect(PaperKind.citizenCard.birthBasis == .document)
        #expect(PaperKind.birthCertificate.birthBasis == .birthCertificate)
        #expect(PaperKind.villageConfirmation.birthBasis == .declaration)
    }

    @Test("R2.11 Sex", arguments: [("M", Sex.male), ("F", .female), ("Nam", .male), ("nữ", .female), ("NU", .female)])
    func sex(word: String, sex: Sex) {
        #expect(Sex(word: word) == sex)
        #expect(Sex(word: "x") == nil)
        #expect(Sex(word: "") == nil)
    }
}
