import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct ReachTests {
    @Test("F2 the application's roles see and change only what their token opens, whatever SQL they run")
    func viewpoints() async throws {
        let database = TestDatabase.current
        let here = try await database.officer(of: cuKbang.code)
        let there = try await database.officer(of: eaRok.code)
        let district = try await database.officer("district_officer", of: "646")
        let administrator = try await database.officer("administrator", of: "646")
        let theirs = try await database.withRegistry { registry in
            _ = try await registry.register(.named("Sùng A Dơ", .birth), in: cuKbang.book, as: here)
            return try await registry.register(.named("Sùng A Dơ", .birth), in: eaRok.book, as: there)
        }
        func books(_ token: SessionToken, as role: DatabaseRole = .app) async throws -> [Int32] {
            let configuration = PostgresConfiguration(try database.conninfo(role: role.rawValue))
            return try await PostgresClient.withClient(configuration) { client in
                let rows = try await client.segment(
                    [
                        "select auth.enter(\(token.secret))",
                        "select distinct book_id from registry.resident order by book_id",
                    ],
                    access: .read
                )
                return try rows[1].map { try $0["book_id"] }
            }
        }
        #expect(try await books(here.token) == [cuKbang.book])
        #expect(try await books(there.token) == [eaRok.book])
        #expect(try await books(district.token) == [eaRok.book, cuKbang.book])
        #expect(try await books(SessionToken("forged")) == [])
        #expect(try await books(SessionToken("")) == [])
        // An administrator's token is of another login class, and an officer's opens nothing for the administration.
        #expect(try await books(administrator.token) == [])

        let hostile: [(String, String)] = [
            ("insert into registry.choice (book_id, recorded_at) values (\(cuKbang.book), '2020-01-01')", "42501"),
            ("update registry.resident set book_id = \(cuKbang.book)", "42501"),
            ("set role sogoc_owner", "42501"),
            ("set session authorization sogoc_owner", "42501"),
            ("select * from auth.session", "42501"),
            ("select password_hash from auth.\"user\"", "42501"),
            ("select * from audit.event", "42501"),
            ("select auth.flatten(null)", "42501"),
            ("create temporary table t ()", "42501"),
            ("create table registry.t ()", "42501"),
            ("copy registry.resident to '/tmp/out'", "42501"),
            ("select lo_from_bytea(0, 'x')", "42501"),
            ("select pg_advisory_lock(1)", "42501"),
            ("select pg_terminate_backend(1)", "42501"),
            ("select derive.write_versions('{8}', '{}', '{}')", "42501"),
            ("alter table registry.resident disable row level security", "42501"),
            (
                """
                insert into registry.resident (book_id, id, recorded_by)
                values (\(eaRok.book), gen_random_uuid(), auth.user_id())
                """, "42501"
            ),
            (
                """
                insert into registry.resident (book_id, id, recorded_by) values (\(cuKbang.book), gen_random_uuid(), 2147)
                """, "42501"
            ),
            // Nobody writes an audit event in the name of a book that is not theirs to write in.
            ("select audit.write('forged', \(eaRok.book), array['\(theirs.id)'::uuid], null, null)", "SG403"),
            ("select auth.enter(''), audit.write('forged', \(cuKbang.book), '{}', null, null)", "SG401"),
            ("select derive.confirm_number(\(eaRok.book), '\(theirs.id)', '066085000001', 'x', 'y', null)", "SG404"),
            ("select derive.refresh(\(eaRok.book), '\(theirs.id)')", "00000"),
        ]
        for (statement, expected) in hostile {
            let state = try await database.sqlState(as: .app, token: here.token, statement)
            #expect(state == expected, "\(statement)")
        }
        // The last of them went through and did nothing: the function stands under the caller's own reach.
        let revision = try await database.superuserSQL(
            "select max(revision) from registry.resident_version where resident_id = '\(theirs.id)'"
        )
        #expect(revision == "1")
        // A district officer sees all, and edits no commune's records.
        let edit = try await database.sqlState(
            as: .app,
            token: district.token,
            "insert into registry.resident (book_id, id, recorded_by) values (8, gen_random_uuid(), auth.user_id())"
        )
        #expect(edit == "42501")
    }

    /// Tables of people's schemas that hold nobody: code tables, areas, books, parameters, holidays, words of names.
    private static let withoutPersons = [
        "registry.area", "registry.area_change", "registry.book", "registry.book_area", "registry.case_step",
        "registry.demonstration", "registry.ethnic_group", "registry.evidence_kind",
        "registry.holiday", "registry.name_kind", "registry.name_spelling", "registry.name_token",
        "registry.paper_kind", "registry.parameter", "registry.parameter_change", "registry.relation",
        "registry.reply_outcome", "registry.target", "registry.target_setting",
    ]

    @Test("F2 every table and view on the way to a person is protected; each login role opens what the matrix says")
    func catalogue() async throws {
        let database = TestDatabase.current
        let unprotected = try await database.superuserSQL(
            """
            select format('%s.%s', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('registry', 'report', 'field', 'audit', 'staging') and c.relkind in ('r', 'p', 'm', 'f')
              and not (c.relrowsecurity and (c.relforcerowsecurity or n.nspname = 'staging'))
            order by 1
            """
        )
        #expect(unprotected.split(separator: "\n").map(String.init) == Self.withoutPersons)

        // A view without security_invoker shows everything; report and field are the listed exceptions.
        let views = try await database.superuserSQL(
            """
            select format('%s.%s', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'extensions', 'report', 'field')
              and (c.relkind = 'm' or not coalesce(c.reloptions::text, '') like '%security_invoker=true%')
            """
        )
        #expect(views == "")

        // Nobody who logs in may truncate or delete a record, create anything, or read what belongs to auth.
        let rights = try await database.superuserSQL(
            """
            select r.rolname || ' ' || p.priv || ' ' || n.nspname || '.' || c.relname
            from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace,
                 unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p (priv)
            where r.rolname like 'sogoc%' and r.rolcanlogin and r.rolname not in ('sogoc_migrator', 'sogoc_import')
              and n.nspname in ('registry', 'auth', 'audit', 'idem', 'jobs') and c.relkind in ('r', 'p')
              and has_table_privilege(r.oid, c.oid, p.priv)
            """
        )
        #expect(rights == "")
        let readers = try await database.superuserSQL(
            """
            select r.rolname || ' ' || n.nspname || '.' || c.relname
            from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
            where r.rolname like 'sogoc%' and r.rolcanlogin and r.rolname not in ('sogoc_migrator', 'sogoc_backup')
              and n.nspname in ('auth', 'idem') and c.relkind in ('r', 'p', 'v') and has_any_column_privilege(r.oid, c.oid, 'SELECT')
            """
        )
        #expect(readers == "")
        let bypassing = try await database.superuserSQL(
            "select rolname from pg_roles where rolname like 'sogoc%' and (rolbypassrls or rolsuper or rolcreaterole) order by 1"
        )
        #expect(bypassing == "sogoc_backup\nsogoc_migrator")

        // Every definer has a fixed search_path, and none is executable by everybody.
        let definers = try await database.superuserSQL(
            """
            select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('registry', 'auth', 'derive', 'search', 'audit', 'idem', 'jobs', 'finding', 'report', 'field',
                    'staging', 'office', 'cases', 'targets')
              and p.prosecdef
              and (not coalesce(p.proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'
                   or has_function_privilege('public', p.oid, 'EXECUTE'))
            """
        )
        #expect(definers == "")

        // The one policy form: no restrictive policy, and the books' reach in every policy of the application's roles.
        let odd = try await database.superuserSQL(
            """
            select format('%s.%s %s', schemaname, tablename, policyname) from pg_policies
            where permissive = 'RESTRICTIVE'
               or (schemaname = 'registry' and roles && array['sogoc_app', 'sogoc_import', 'sogoc_register']::name[]
                   -- Counts of an import, no persons: seen by whoever ran it.
                   and tablename not in ('import', 'import_batch')
                   and coalesce(qual, '') || coalesce(with_check, '') !~ 'book_id = ANY')
            """
        )
        #expect(odd == "")
    }
}
