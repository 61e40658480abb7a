import Foundation
import RegistryTestSupport
import Testing

@Suite("The private PostgreSQL", .registryDatabase)
struct PrivatePostgresTests {
    @Test("Nobody gets in without a password of their own or the operating system's word")
    func authentication() async throws {
        let rules = try await TestDatabase.current.superuserSQL(
            "select type, auth_method, user_name, error from pg_hba_file_rules order by line_number"
        )
        let owner = try await TestDatabase.current.superuserSQL("select current_user")
        #expect(
            rules.split(separator: "\n") == [
                "local|peer|{\(owner)}|", "local|peer|{sogoc_migrator}|", "local|scram-sha-256|{all}|",
            ]
        )
    }

    @Test("It listens on no address")
    func noNetwork() async throws {
        #expect(try await TestDatabase.current.superuserSQL("show listen_addresses") == "")
    }

    @Test("It keeps checksums of its pages")
    func checksums() async throws {
        #expect(try await TestDatabase.current.superuserSQL("show data_checksums") == "on")
    }

    @Test("A role's password opens the database, another role's does not", arguments: ["sogoc_app", "sogoc_import"])
    func passwords(role: String) async throws {
        let database = TestDatabase.current
        let own = try await psql(database.conninfo(role: role), "select current_user")
        #expect(own.stdout == "\(role)\n")
        let password = try database.password(role: role)
        let other = try await psql(
            database.conninfo(role: "sogoc_audit").replacing(
                try database.password(role: "sogoc_audit"),
                with: password
            ),
            "select current_user"
        )
        #expect(other.status == 2)
        #expect(other.stderr.contains("password authentication failed"))
    }

    @Test("A login role can make no temporary table")
    func noTemporaryTables() async throws {
        let result = try await psql(
            TestDatabase.current.conninfo(role: "sogoc_app"),
            "create temp table shadow (a int)"
        )
        #expect(result.stderr.contains("permission denied to create temporary tables"))
    }

    @Test("The log holds neither a row, nor a parameter, nor the text of a statement")
    func logIsSilent() async throws {
        let database = TestDatabase.current
        try await database.superuserSQL(
            "create table public.logged (name text primary key, born date); insert into public.logged values ('Hoàng Thị Nhật Ký')"
        )
        for statement in [
            "insert into public.logged values ('Hoàng Thị Nhật Ký')",
            "select 'Hoàng Thị Nhật Ký' from nowhere",
            "do $$ begin perform 1 / 0; exception when others then raise 'sai' using detail = 'Hoàng Thị Nhật Ký'; end $$",
            "copy public.logged from stdin;\nHoàng Thị Nhật Ký\t1980-01-01\n\\.\n",
        ] {
            await #expect(throws: TestServerError.self) { try await database.superuserSQL(statement) }
        }
        let log = try database.server.log()
        #expect(log.contains("duplicate key value violates unique constraint \"logged_pkey\""))
        #expect(log.contains("relation \"nowhere\" does not exist"))
        #expect(!log.contains("Nhật Ký"))
    }

    private func psql(_ conninfo: String, _ sql: String) async throws -> ChildProcess.Result {
        try await ChildProcess("/usr/bin/psql", ["-X", "-A", "-t", "-c", sql, conninfo]).result()
    }
}

@Suite("A private PostgreSQL that dies")
struct PrivatePostgresCrashTests {
    @Test("What was committed is there after a crash")
    func crash() async throws {
        try await TestServer.withServer { server in
            let database = try await server.clone()
            try await database.superuserSQL("create table public.kept as select generate_series(1, 1000) as n")
            try await server.restart(immediately: true)
            #expect(try await database.superuserSQL("select count(*) from public.kept") == "1000")
        }
    }

    @Test("A cluster that is kept has its databases the next time")
    func kept() async throws {
        let folder = "/tmp/sogoc-kept-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.withServer(settings: ["fsync=off"], keptIn: folder) { server in
            let database = try await server.database(named: "kept")
            try await database.superuserSQL("create table public.kept as select generate_series(1, 1000) as n")
        }
        try await TestServer.withServer(keptIn: folder) { server in
            let database = try await server.database(named: "kept")
            #expect(try await database.superuserSQL("select count(*) from public.kept") == "1000")
            #expect(try await database.superuserSQL("show fsync") == "on")
        }
    }
}
