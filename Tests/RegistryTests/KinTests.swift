import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct KinTests {
    private let database = TestDatabase.current

    /// What the database answers to a link, as whoever injects SQL would hear it.
    private func answer(
        to officer: TestOfficer,
        linking resident: ResidentKey,
        to kin: ResidentKey
    ) async throws -> PostgresError? {
        let configuration = PostgresConfiguration(try database.conninfo(role: DatabaseRole.app.rawValue))
        return try await PostgresClient.withClient(configuration) { client in
            do throws(PostgresError) {
                _ = try await client.segment(
                    [
                        "select auth.enter(\(officer.token.secret))",
                        """
                        insert into registry.kin_fact
                            (book_id, resident_id, kind, answer, kin_book_id, kin_id, said_by, recorded_by)
                        values (\(resident.book), \(resident.id), 'mother', 'stated', \(kin.book), \(kin.id), 'self',
                                auth.user_id())
                        """,
                    ],
                    access: .write
                )
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("F2 a link to kin whom its writer does not see is refused as one to nobody is, from either commune's desk")
    func beyondReach() async throws {
        let here = try await database.officer(of: cuKbang.code)
        let there = try await database.officer(of: eaRok.code)
        try await database.withRegistry { registry in
            func registered(_ name: String, _ book: Int32, _ officer: TestOfficer) async throws -> ResidentKey {
                try await registry.register(.named(name, .birth), in: book, as: officer)
            }
            let daughter = try await registered("Giàng Thị Mỷ", cuKbang.book, here)
            let mother = try await registered("Sùng Thị Pà", cuKbang.book, here)
            let theirs = try await registered("Sùng Thị Chớ", eaRok.book, there)
            let neighbour = try await registered("Giàng A Dê", eaRok.book, there)
            let sealed = try await registered("Sùng Thị Ẩn", cuKbang.book, here)
            try await database.superuserSQL("update registry.resident set seal = 5 where id = '\(sealed.id)'")

            // Seen: taken.
            #expect(try await answer(to: here, linking: daughter, to: mother) == nil)
            #expect(try await answer(to: there, linking: neighbour, to: theirs) == nil)
            // There and not seen, and nowhere: one answer to the last word.
            for (officer, resident, hidden) in [
                (here, daughter, [theirs, sealed]), (there, neighbour, [mother]),
            ] {
                let missing = try #require(
                    try await answer(to: officer, linking: resident, to: ResidentKey(book: hidden[0].book, id: .v7()))
                )
                #expect(missing.sqlState == .foreignKeyViolation && missing.constraint == "kin_fact_kin")
                for kin in hidden {
                    let refused = try #require(try await answer(to: officer, linking: resident, to: kin))
                    #expect("\(refused)" == "\(missing)")
                }
                // The same through the door.
                for kin in [hidden[0], ResidentKey(book: hidden[0].book, id: .v7())] {
                    await #expect(throws: RegistryError.notFound) {
                        try await registry.change(
                            resident,
                            Residents.correct(
                                Correction(
                                    fact: .kin(ResidentDraft.Kin(kind: .mother, resident: kin)),
                                    speaker: speaker()
                                ),
                                of: resident,
                                revision: 1
                            ),
                            as: officer
                        )
                    }
                }
            }
            let links = try await database.superuserSQL(
                "select string_agg(kin_id::text, ' ' order by book_id) from registry.kin_fact where kin_id is not null"
            )
            #expect(links == "\(theirs.id) \(mother.id)".lowercased())
        }
    }
}
