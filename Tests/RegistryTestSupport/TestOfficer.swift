import FoundationEssentials
import Logging
import Postgres
package import Registry

/// A user of the test database with a role over an area, signed in.
package struct TestOfficer: Sendable {
    package let userID: Int32
    package let token: SessionToken

    /// As a request of this user's.
    package var caller: Caller { Caller(token: token, requestID: "test") }
}

extension TestDatabase {
    /// Plants a signed-in user with a confirmed grant, as `sogoc user add`, `sogoc role grant` and a sign-in would leave it.
    package func officer(_ role: String = "commune_officer", of areaCode: String) async throws -> TestOfficer {
        let secret = UUID().uuidString.lowercased()
        let answer = try await superuserSQL(
            """
            with account as (
                insert into auth."user" (name, display_name, totp_secret)
                values ('u' || replace(gen_random_uuid()::text, '-', ''), 'Cán bộ thử nghiệm', 'sealed') returning id
            ), granted as (
                insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
                select account.id, '\(role)', area.id, 'test', now()
                from account, (
                    select id from registry.area where code = '\(areaCode)' order by valid_from desc limit 1
                ) as area
                returning user_id
            ), session as (
                insert into auth.session (user_id, token_hash, login_class, expires_at)
                select account.id, sha256(convert_to('\(secret)', 'UTF8')), role.login_class, now() + interval '1 hour'
                from account, auth.role where role.code = '\(role)' returning user_id
            )
            select session.user_id from session, granted
            """
        )
        guard let userID = Int32(answer) else { throw TestServerError(output: "no area \(areaCode) or role \(role)") }
        return TestOfficer(userID: userID, token: SessionToken(secret))
    }

    /// A registry on this database for the time of `body`.
    package func withRegistry<Value>(
        connections: Int = 4,
        _ body: (Registry) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return try await Registry.withRegistry(access: access, connections: connections, logger: logger, body)
    }
}

extension TestDatabase {
    /// Runs a statement as a login role under a token, as somebody with SQL access would, and answers its SQLSTATE;
    /// "00000" where it went through.
    package func sqlState(as role: DatabaseRole, token: SessionToken, _ statement: String) async throws -> String {
        let configuration = PostgresConfiguration(try conninfo(role: role.rawValue))
        return try await PostgresClient.withClient(configuration) { client in
            do throws(PostgresError) {
                _ = try await client.segment(
                    ["select auth.enter(\(token.secret))", SQL(raw: statement)],
                    access: .write
                )
                return "00000"
            } catch {
                return error.sqlState?.rawValue ?? "\(error.kind)"
            }
        }
    }
}
