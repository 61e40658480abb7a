import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct CrossCommuneTests {
    @Test("E1 one query, run by a commune officer and by a district officer, returns their own rows and all rows")
    func oneQuery() async throws {
        let database = TestDatabase.current
        let here = try await database.officer(of: cuKbang.code)
        let there = try await database.officer(of: eaRok.code)
        let district = try await database.officer("district_officer", of: "646")
        try await database.withRegistry { registry in
            let mine = try await registry.register(.named("Giàng A Páo", .birth), in: cuKbang.book, as: here)
            let theirs = try await registry.register(.named("Giàng A Páo", .birth), in: eaRok.book, as: there)
            func found(_ officer: TestOfficer) async throws -> Set<ResidentKey> {
                Set(try await registry.search("giang a pao", as: officer).map(\.summary.key))
            }
            #expect(try await found(here) == [mine])
            #expect(try await found(there) == [theirs])
            #expect(try await found(district) == [mine, theirs])
            #expect(try await registry.coverage(of: "646", as: here).communes.map(\.code) == [cuKbang.code])
            let all = try await registry.coverage(of: "646", as: district)
            #expect(all.communes.count == 10 && all.total.residents == 2)
            // Foreign and missing answer alike.
            #expect(try await registry.record(of: theirs, as: here) == nil)
            #expect(try await registry.record(of: ResidentKey(book: 4, id: .v7()), as: here) == nil)
        }
    }
}
