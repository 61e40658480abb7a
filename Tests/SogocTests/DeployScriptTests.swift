import RegistryTestSupport
import Testing

@Suite("Deploy scripts")
struct DeployScriptTests {
    /// What the functions of deploy/lib print, with nothing in the environment but PATH.
    private func bash(_ script: String) async throws -> ChildProcess.Result {
        try await ChildProcess(
            "/bin/bash",
            [
                "-c",
                """
                source '\(Checkout.root)/deploy/lib/common.sh'
                source '\(Checkout.root)/deploy/lib/postgresql.sh'
                \(script)
                """,
            ],
            environment: ["PATH": "/usr/bin:/bin"]
        ).result()
    }

    @Test(
        "A given server's user and password go to libpq's environment and stand in no URL",
        arguments: [
            (
                "postgresql://me:p%40ss@db.example:5433/reg?sslmode=require", "me", "p@ss",
                "postgresql://db.example:5433/reg?sslmode=require"
            ),
            ("postgres://me@/reg?host=/run/pg", "me", "", "postgres:///reg?host=/run/pg"),
            (
                "postgresql://a,b:5433/reg?user=x&password=%25y&target_session_attrs=any", "x", "%y",
                "postgresql://a,b:5433/reg?target_session_attrs=any"
            ),
            ("postgresql://me:a:b@[::1]", "me", "a:b", "postgresql://[::1]/sogoc"),
        ]
    )
    func givenServer(url: String, user: String, password: String, service: String) async throws {
        let result = try await bash(#"at_url '\#(url)'; printf '%s\n' "$PGUSER" "${PGPASSWORD:-}" "$database_url""#)
        #expect(result.stdout == "\(user)\n\(password)\n\(service)\n", "\(result.stderr)")
    }

    @Test(
        "A connection string of another form, or one that names no database of its own, is refused",
        arguments: [
            "host=db user=me", "mysql://me@db/reg", "postgresql://me@db/postgres", "postgresql://me@db/template1",
        ]
    )
    func refusedServer(url: String) async throws {
        let result = try await bash("at_url '\(url)'")
        #expect(result.status == 1)
        #expect(result.stderr.contains("SOGOC_DATABASE_URL must"))
    }

    @Test("A socket whose path would be too long for the kernel gets a short folder")
    func shortSocket() async throws {
        let long = "/srv/" + String(repeating: "x", count: 90)
        let result = try await bash(
            "choose_owner; cluster_at '\(long)'; echo $socket; cluster_at /srv/sogoc; echo $socket"
        )
        let lines = result.stdout.split(separator: "\n")
        #expect(try #require(lines.first).wholeMatch(of: #/\/tmp\/sogoc-[0-9a-f]{8}/#) != nil)
        #expect(lines.last == "/srv/sogoc/run")
    }

    @Test("A path survives the way into a URL and back")
    func percentEncoding() async throws {
        let path = "/srv/Đắk Lắk/100%+&=?"
        let result = try await bash(#"text=$(percent_encoded '\#(path)'); echo "$text"; percent_decoded "$text""#)
        let lines = result.stdout.split(separator: "\n")
        #expect(lines.first == "/srv/%C4%90%E1%BA%AFk%20L%E1%BA%AFk/100%25%2B%26%3D%3F")
        #expect(lines.last == Substring(path))
    }
}
