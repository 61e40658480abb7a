import Foundation
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Every file of `sql/checks`, held against its own fixture.
@Suite(.registryDatabase) struct CatalogueTests {
    static let paths = (try? CheckCatalogue.paths(in: CheckFixture.folder)) ?? []

    @Test("H1 every file of the catalogue is a check, about people, cases, cards, users, areas or the system itself")
    func loads() throws {
        let catalogue = try CheckCatalogue.load(from: CheckFixture.folder)
        for refusal in catalogue.refused { Issue.record("\(refusal)") }
        #expect(catalogue.checks.count == Self.paths.count && !Self.paths.isEmpty)
    }

    @Test("H8 every check has a fixture that makes it fire and a near miss that keeps it silent", arguments: paths)
    func hasBoth(path: String) throws {
        let sections = try CheckFixture(of: String(path.dropLast(4))).sections
        #expect(sections.contains { $0.fires }, "\(path) has no fires section")
        #expect(sections.contains { !$0.fires }, "\(path) has no silent section")
    }

    @Test(
        "H8 every check fires in its fixtures exactly as they say, and finds nobody where nobody is",
        arguments: paths
    )
    func fires(path: String) async throws {
        let check = try Self.check(path)
        let fixture = try CheckFixture(of: check.name)
        try await CheckLaboratory.open(TestDatabase.current) { laboratory in
            for section in fixture.sections {
                let result = try await laboratory.results(
                    in: section,
                    of: [check.statement],
                    slice: check.header.slice
                )[0]
                #expect(result == .found(section.expected), "\(check.name), section of line \(section.line)")
            }
            let empty = try await laboratory.results(in: nil, of: [check.statement], slice: check.header.slice)[0]
            // What concerns the system and its users may be found in a register without people.
            let isOfPeople = !["system", "users", "areas"].contains(check.subject)
            if case .found(let found) = empty, !(isOfPeople && !found.isEmpty) { return }
            Issue.record("\(check.name) on the empty schema: \(empty)")
        }
    }

    @Test("H8 a fixture without both sections, or with a line of no sense, is refused")
    func strictFixtures() throws {
        let sound = try CheckFixture(text: "-- fires:\n--   a b -\nselect 1;")
        #expect(sound.sections.count == 1)
        #expect(throws: CheckFixture.Malformed.self) { try CheckFixture(text: "-- fires:\nselect 1;") }
        #expect(throws: CheckFixture.Malformed.self) { try CheckFixture(text: "-- silent:\n--   a b -\nselect 1;") }
        #expect(throws: CheckFixture.Malformed.self) { try CheckFixture(text: "select 1;") }
        #expect(throws: CheckFixture.Malformed.self) { try CheckFixture(text: "-- fires:\n--   a b\nselect 1;") }
        let read = try CheckFixture(text: "-- fires:\n--   a b c d book=3\n--   a b - book=-\nselect 1;").sections[0]
            .expected
        #expect(
            read == [
                .init(book: 3, subject: "a", subjectID: "b", key: "c d"),
                .init(book: nil, subject: "a", subjectID: "b", key: ""),
            ]
        )
    }

    static func check(_ path: String) throws -> Check {
        let bytes = try Data(contentsOf: URL(filePath: "\(CheckFixture.folder)/\(path)"))
        return try Check.read(path, Array(bytes)).get()
    }
}
