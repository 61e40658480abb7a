import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport

extension TestDatabase {
    /// Somebody who is officer and supervisor of a commune: who may take every step, and must not take two of them.
    func bothOffices(of area: String = cuKbang.code) async throws -> TestOfficer {
        let both = try await officer(of: area)
        try await superuserSQL(
            """
            insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
            select \(both.userID), 'commune_supervisor', id, 'test', now() from registry.area where code = '\(area)'
            """
        )
        return both
    }

    /// How a statement of somebody with SQL access is refused: its SQLSTATE and the constraint, "00000" where it is not.
    func refusal(of statement: String, as officer: TestOfficer) async throws -> String {
        let configuration = PostgresConfiguration(try conninfo(role: "sogoc_app"))
        return try await PostgresClient.withClient(configuration) { client in
            do throws(PostgresError) {
                _ = try await client.segment(
                    ["select auth.enter(\(officer.token.secret))", SQL(raw: statement)],
                    access: .write
                )
                return "00000"
            } catch {
                return [error.sqlState?.rawValue ?? "\(error.kind)", error.constraint].compactMap(\.self)
                    .joined(separator: " ")
            }
        }
    }
}
