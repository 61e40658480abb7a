import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct LetterTests {
    private static let tools = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]

    /// A store in a folder of its own, and a desk that works with it.
    private func withDesk(_ body: (FileStore, LetterDesk) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "sogoc-letters-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = FileStore(folder: folder)
        try store.prepare()
        try await body(store, LetterDesk(files: store, typesetter: Typesetter()))
    }

    /// What a program of poppler says of a PDF.
    private func poppler(_ program: String, _ pdf: [UInt8]) async throws -> String {
        let file = NSTemporaryDirectory() + "sogoc-letter-\(UUID().uuidString).pdf"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(pdf).write(to: URL(fileURLWithPath: file))
        let arguments = program == "pdftotext" ? ["-layout", file, "-"] : [file]
        let result = try await ChildProcess("/usr/bin/\(program)", arguments, environment: Self.tools).result()
        #expect(result.status == 0)
        return result.stdout
    }

    /// A person of whom all is known that no letter may say, and a request about her.
    private func asked(
        _ registry: Registry
    ) async throws -> (request: UUID, officer: TestOfficer, resident: ResidentKey) {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
        draft.names.append(ResidentDraft.Name(kind: .ritual, name: try PersonName("Bàn Pháp Linh")))
        draft.names.append(ResidentDraft.Name(kind: .religious, name: try PersonName("Ma-ri-a")))
        let birth = try ImportDate.parse("tuổi Thân, khoảng 50", saidOn: articleDay).birth.value
        draft.birth = .stated(try #require(birth))
        draft.sex = .stated(.female)
        draft.ethnicity = .stated(EthnicWord("H'Mông"))
        draft.religion = .stated("Tin Lành")
        draft.phone = .stated("0912345678")
        draft.papers = .seen([ResidentDraft.Paper(kind: .oldIdentityCard, number: "241234567")])
        var origin = ResidentDraft.Origin(province: "Hà Giang")
        origin.district = "Đồng Văn"
        origin.commune = "Lũng Phìn"
        origin.village = "bản Há Súng"
        origin.yearFrom = 1980
        origin.yearTo = 1996
        draft.origins = [origin]
        draft.kin = [
            ResidentDraft.Kin(kind: .father, name: try PersonName("Giàng A Páo")),
            ResidentDraft.Kin(kind: .mother, answer: .unknown),
        ]
        let key = try await registry.register(draft, in: cuKbang.book, as: officer)
        try await database.superuserSQL(
            """
            insert into registry.household (book_id, id, opened_on, phone, recorded_by)
            values (\(key.book), '\(key.id)', '2024-01-01', '0987654321', \(officer.userID));
            insert into registry.household_member (book_id, household_id, resident_id, relation, valid_from, recorded_by)
            values (\(key.book), '\(key.id)', '\(key.id)', '01', '2024-01-01', \(officer.userID));
            insert into registry.poverty_status (book_id, household_id, review_year, class, decision_no, valid_from, recorded_by)
            values (\(key.book), '\(key.id)', 2024, 'POOR', '12/QĐ-UBND', '2024-01-01', \(officer.userID));
            insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
            values ('\(Self.number(of: key))', \(key.book), '\(key.id)', 'confirmed', \(officer.userID))
            """
        )
        var made = try await registry.searchedCase(of: key, as: officer)
        return (try await registry.ask("send_request", in: &made, as: officer), officer, key)
    }

    /// A personal number of this person's alone.
    private static func number(of key: ResidentKey) -> String {
        "06618" + String(UInt64(key.id.hashValue.magnitude) % 9_000_000 + 1_000_000)
    }

    private func record(_ request: UUID, _ registry: Registry, as officer: TestOfficer) async throws -> Letters.Record {
        let record = try await registry.read(Letters.show(request), as: officer.caller, action: "letters.show")
        return try #require(record)
    }

    /// What nobody in the home town has to know, as anything might write it (R8.9).
    private static let forbidden = [
        "Mông", "HMông", "dân tộc", "Dao", "Tin Lành", "tôn giáo", "thánh", "trong đạo", "nghèo", "POOR", "12/QĐ",
        "0912345678",
        "0987654321", "241234567", "06618", "điện thoại", "cấp sắc", "ethnic",
    ]

    @Test(
        """
        B11 the letter to the home town, HTML and PDF, holds the minimum: no ethnicity, religion, poverty, number, invented day
        """
    )
    func minimum() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (request, officer, _) = try await asked(registry)
            let record = try await record(request, registry, as: officer)
            try await withDesk { _, desk in
                let issued = try await desk.issue(record.letter) { $0 }
                let sent = Letters.Record(of: record, issued: issued)
                let html = String(decoding: try await desk.bytes(of: sent, as: .html), as: UTF8.self)
                let pdf = try await desk.bytes(of: sent, as: .pdf)
                let text = try await poppler("pdftotext", pdf)
                for content in [html, text] {
                    // NFC, so that it is found as it is typed.
                    let composed = content.precomposedStringWithCanonicalMapping
                    #expect(content.unicodeScalars.elementsEqual(composed.unicodeScalars))
                    for word in Self.forbidden {
                        #expect(!content.lowercased().contains(word.lowercased()), "\(word)")
                    }
                    for wanted in [
                        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "CÔNG AN HUYỆN EA SÚP",
                        "CÔNG AN XÃ CƯ KBANG", "Giàng Thị Mỷ", "1968 hoặc 1980 (tuổi Thân)", "Giàng A Páo", "Nơi nhận:",
                        "bản Há Súng, Lũng Phìn, Đồng Văn, Hà Giang", "từ năm 1980 đến năm 1996", "TRƯỞNG CÔNG AN XÃ",
                        "Công an xã Lũng Phìn, huyện Đồng Văn, tỉnh Hà Giang", "Số: \(record.letter.number)",
                    ] { #expect(content.contains(wanted), "\(wanted)") }
                    #expect(!content.contains("DỰ THẢO"))
                }
                // No day or month of a birth of which only years were said.
                #expect(!text.contains("1968-") && !text.contains("/1968") && !text.contains("/1980"))
                // The bytes themselves, compressed as they are, hold none of it either, metadata included.
                for word in Self.forbidden where word.utf8.count > 4 {
                    #expect(pdf.firstRange(of: Array(word.utf8)) == nil, "\(word)")
                }
                let fonts = try await poppler("pdffonts", pdf).split(separator: "\n").dropFirst(2)
                #expect(!fonts.isEmpty)
                // name, type, encoding, emb, sub, uni, object, ID
                #expect(
                    fonts.allSatisfy { $0.split(separator: " ").suffix(5).first == "yes" },
                    "every font is embedded"
                )
                #expect(fonts.allSatisfy { $0.contains("FreeSerif") }, "one family has all letters")
            }
        }
    }

    @Test("B11 the letter is stored by hash when it is issued: again means those bytes, whatever is corrected since")
    func again() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (request, officer, key) = try await asked(registry)
            let draft = try await record(request, registry, as: officer)
            #expect(draft.issued == nil)
            try await withDesk { store, desk in
                // Rendered twice it is the same; a draft says that it is one.
                let page = try await desk.bytes(of: draft, as: .html)
                #expect(String(decoding: page, as: UTF8.self).contains("DỰ THẢO, CHƯA PHÁT HÀNH"))
                let first = try await desk.bytes(of: draft, as: .pdf)
                let second = try await desk.bytes(of: draft, as: .pdf)
                #expect(first == second)
                let kept1 = try store.kept()
                #expect(kept1.isEmpty)

                func issue() async throws {
                    let known = try await record(request, registry, as: officer)
                    try await desk.issue(known.letter) { issued in
                        try await registry.change(key, Letters.issue(request, in: key.book, as: issued), as: officer)
                    }
                }
                try await issue()
                let issued = try #require(try await record(request, registry, as: officer).issued)
                let kept2 = try store.kept()
                #expect(kept2 == [issued.html.hash, issued.pdf.hash])
                let sent = try await desk.bytes(of: record(request, registry, as: officer), as: .pdf)

                // A correction later changes nothing of the letter, nor what would be rendered; nor does issuing it again.
                let current = try #require(try await registry.record(of: key, as: officer))
                try await registry.change(
                    key,
                    Residents.correct(
                        Correction(
                            fact: .birth(.stated(.year(1979, BirthSaying(on: articleDay)))),
                            speaker: speaker(),
                            choose: Correction.Reason(reason: "học bạ")
                        ),
                        of: key,
                        revision: current.revision
                    ),
                    as: officer
                )
                try await issue()
                let later = try await record(request, registry, as: officer)
                #expect(later.issued == issued && later.letter == draft.letter)
                #expect(try await desk.bytes(of: later, as: .pdf) == sent)

                // One that was tampered with is not given out.
                try Data(sent.dropLast()).write(to: URL(fileURLWithPath: store.path(of: issued.pdf.hash)))
                await #expect(throws: RegistryError.unavailable) { try await desk.bytes(of: later, as: .pdf) }
            }
            let kept = try await TestDatabase.current.superuserSQL(
                "select count(*), count(distinct media_type) from registry.letter where request_id = '\(request)'"
            )
            #expect(kept == "2|2")
        }
    }

    @Test("B11 what a person said is text in the letter, never markup")
    func escaping() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (request, officer, _) = try await asked(registry)
            var letter = try await record(request, registry, as: officer).letter
            letter.claimedPlace = "<img src=\"file:///etc/passwd\"> & bản </td>"
            let html = try letter.html()
            #expect(!html.contains("<img") && html.contains("&lt;img") && html.contains("&amp; bản"))
        }
    }

    @Test("B11 without the program there is no letter, and nothing is kept of it")
    func withoutProgram() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (request, officer, _) = try await asked(registry)
            let letter = try await record(request, registry, as: officer).letter
            try await withDesk { store, _ in
                let desk = LetterDesk(files: store, typesetter: Typesetter(searchPath: "/nonexistent"))
                await #expect(throws: RegistryError.unavailable) {
                    try await desk.issue(letter) { _ in Issue.record("nothing is issued") }
                }
                let kept3 = try store.kept()
                #expect(kept3.isEmpty)
            }
        }
    }
}

extension Letters.Record {
    /// The same letter as if it had been issued.
    init(of other: Letters.Record, issued: Letters.Issued) {
        self.init(
            book: other.book,
            resident: other.resident,
            residentRevision: other.residentRevision,
            letter: other.letter,
            issued: issued
        )
    }
}
