import Foundation
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Every check in a district full of people, with defects and near misses planted among them.
@Suite(.registryDatabase, .serialized) struct RecallTests {
    /// With `SOGOC_FULL=1` 70,000 people, and of each section 200 defects or 200 near misses; else a handful.
    static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"
    private static let people = isFull ? 70_000 : 1_000
    private static let wanted = isFull ? 200 : 3

    @Test(
        "H8 in a district of people every check finds each defect that was planted, none of the near misses, and nobody else"
    )
    func findsAllAndNothingElse() async throws {
        let catalogue = try CheckCatalogue.load(from: CheckFixture.folder)
        var recall = Recall()
        var times: [(check: String, took: Duration, findings: Int)] = []
        try await CheckDistrict.open(TestDatabase.current, size: Self.people) { district in
            for check in catalogue.checks {
                let fixture = try CheckFixture(of: check.name)
                #expect(fixture.isAboutRows != nil, "\(check.name): is a row, or once, what it finds?")
                let before = try await district.before(check)
                times.append((check.name, before.took, before.findings.count))
                recall.beginCheck()
                for section in fixture.sections {
                    let copies = Self.copies(of: section, in: fixture)
                    let result = try await district.found(by: check, in: section, copies: copies)
                    let faults = recall.note(
                        result,
                        before: before.findings,
                        section: section,
                        of: fixture,
                        copies: copies
                    )
                    #expect(
                        faults.isEmpty,
                        "\(check.name), section of line \(section.line): \(faults.prefix(20).joined(separator: "; "))"
                    )
                }
            }
        }
        for (check, took, findings) in times.sorted(by: { $0.took > $1.took }).prefix(Self.isFull ? times.count : 5) {
            print("time\t\(check)\t\(took)\t\(findings) found before")
        }
        print(
            """
            recall\t\(recall.checks) checks, \(Self.people) people, \(recall.defects) defects, \
            \(recall.nearMisses) near misses\trecall \(recall.recall), precision \(recall.precision)
            """
        )
        #expect(recall.recall == 1 && recall.precision == 1)
    }

    @Test("H2 where everything is wrong at once every check comes to a result, names nothing twice, and leaks nobody")
    func comesToAResult() async throws {
        let catalogue = try CheckCatalogue.load(from: CheckFixture.folder)
        let results = try await CheckDistrict.open(TestDatabase.current, size: Self.people) { district in
            try await district.inDisorder(catalogue.checks)
        }
        #expect(results.count == catalogue.checks.count)
        var speaking = 0
        for (check, result) in results {
            guard case .found(let findings) = result else {
                Issue.record("\(check.name): \(result)")
                continue
            }
            if !findings.isEmpty { speaking += 1 }
        }
        #expect(speaking > catalogue.checks.count / 2, "The disorder is not what it was.")
    }

    /// As many as make up the defects wanted, or one for each near miss; once what there is only once.
    private static func copies(of section: CheckFixture.Section, in fixture: CheckFixture) -> ClosedRange<Int> {
        guard fixture.isAboutRows == true else { return 1...1 }
        let each = max(section.expected.count, 1)
        return 1...(isFull ? (wanted + each - 1) / each : wanted)
    }

    @Test("A defect that is missed, a near miss or a stranger that is found, and a finding that is lost are each told")
    func comparison() throws {
        let id = "00000000-0000-4000-8000-0000000"
        let fixture = try CheckFixture(
            text: "-- fires:\n--   resident \(id)00001 -\nselect 1;\n-- silent:\nselect 1;"
        )
        func resident(_ name: String, book: Int32 = 2) -> CheckFixture.Expected {
            CheckFixture.Expected(book: book, subject: "resident", subjectID: name, key: "")
        }
        func told(
            _ section: Int,
            _ found: Set<CheckFixture.Expected>,
            before: Set<CheckFixture.Expected> = [resident("x")]
        ) -> (faults: [String], recall: Double, precision: Double) {
            var recall = Recall()
            let section = fixture.sections[section]
            let faults = recall.note(.found(found), before: before, section: section, of: fixture, copies: 1...2)
            return (faults, recall.recall, recall.precision)
        }
        let planted = [resident("\(id)10001"), resident("\(id)20001", book: 3)]
        let all = told(0, [planted[0], planted[1], resident("x")])
        #expect(all.faults == [] && all.recall == 1 && all.precision == 1)
        let missed = told(0, [planted[0], resident("x")])
        #expect(missed.faults == ["copy 2: not found: \(planted[1])"] && missed.recall == 0.5)
        let stranger = told(0, [planted[0], planted[1], resident("x"), resident("y")])
        #expect(stranger.faults == ["district: found, not planted: \(resident("y"))"])
        #expect(stranger.recall == 1 && stranger.precision < 1)
        let lost = told(0, Set(planted))
        #expect(lost.faults == ["district: found before, not any more: \(resident("x"))"] && lost.precision < 1)
        #expect(told(1, [resident("x")]).faults == [])
        #expect(
            told(1, [planted[0], resident("x")]).faults == ["copy 1: found, not planted: \(planted[0])"]
        )
        var refused = Recall()
        let faults = refused.note(.twice, before: [], section: fixture.sections[0], of: fixture, copies: 1...1)
        #expect(faults == ["twice"] && refused.recall == 0 && refused.precision == 0)
    }

    @Test("What there is once may have its defect before it is planted, and is without it where the near miss is")
    func once() throws {
        let fixture = try CheckFixture(
            text: "-- fires:\n--   system administrators - book=-\nselect 1;\n-- silent:\nselect 1;"
        )
        let finding = CheckFixture.Expected(book: nil, subject: "system", subjectID: "administrators", key: "")
        for before in [[], [finding]] as [Set<CheckFixture.Expected>] {
            for (section, found) in zip(fixture.sections, [[finding], []] as [Set<CheckFixture.Expected>]) {
                var recall = Recall()
                for (result, isRight) in [(found, true), (Set([finding]).subtracting(found), false)] {
                    let faults = recall.note(
                        .found(result),
                        before: before,
                        section: section,
                        of: fixture,
                        copies: 1...1
                    )
                    #expect(faults.isEmpty == isRight)
                }
            }
        }
    }

    @Test("What a copy of a section must lead to follows by the rules of the fixtures' words")
    func copies() throws {
        let section = try CheckFixture(
            text: """
                -- fires:
                --   resident 00000000-0000-4000-8000-000000000001 9001
                --   resident 00000000-0000-4000-8000-000000008002 00000000-0000-4000-8000-000000000100 book=10
                --   user 9001 2024-01-02 10 book=-
                --   job job-9002 - book=-
                --   book 9003 - book=9003
                --   table audit.event_2039_02 - book=-
                --   import 9001 1 book=-
                select 1;
                """
        ).sections[0]
        let planted = Set(section.expected.map { $0.of(copy: 12).description })
        #expect(
            planted == [
                "resident 00000000-0000-4000-8000-000000120001 129001 book=3",
                "resident 00000000-0000-4000-8000-000000128002 00000000-0000-4000-8000-000000120100 book=2",
                "user 129001 2024-01-02 10 book=-",
                "job job-129002  book=-",
                "book 129003  book=129003",
                "table audit.event_2039_02  book=-",
                "import 129001 1 book=-",
            ]
        )
        #expect(section.expected == Set(section.expected.map { $0.of(copy: 0) }))
    }
}
