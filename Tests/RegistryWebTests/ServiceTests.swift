import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct ServiceTests {
    @Test("Measurements name routes by template and status, and hold no id")
    func measurements() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let registered = try await web.resident("Ma Thị Dung", as: officer)
            let id = try #require(registered.json["id"]?.string)
            _ = try await web.get("/api/v1/residents/\(id)", as: officer)
            _ = try await web.get("/api/v1/residents/0190f2a4-1111-7222-8333-444455556666", as: officer)
            let text = web.metrics.text
            let series = #"sogoc_http_requests_total{route="/api/v1/residents/{id}",method="GET",status="#
            #expect(text.contains(series + #""200"} 1"#) && text.contains(series + #""404"} 1"#))
            #expect(
                text.contains(
                    #"sogoc_http_request_duration_seconds_bucket{route="/api/v1/residents/{id}",method="GET",le="+Inf"} 2"#
                )
            )
            #expect(text.contains("sogoc_http_requests_in_progress 0.0"))
            #expect(text.contains("# TYPE process_resident_memory_bytes gauge"))
            #expect(text.contains(#"sogoc_pool_connections{role="sogoc_app",state="idle"}"#))
            #expect(!text.contains(id))
            // Prometheus reads it: every line is a comment or a series with a number.
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(line.split(separator: " ").last.flatMap { Double($0) } != nil, "\(line)")
            }
        }
    }

    @Test("A live server answers as the router does")
    func live() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving(.live) { web in
            #expect(try await web.get("/livez").status == 200)
            let answer = try await web.post("/api/v1/residents/search", ["text": "ai"], as: officer, key: nil)
            #expect(answer.status == 200)
            let head = try await web.send(.head, "/api/v1/areas?below=646", as: officer, isDescribed: false)
            #expect(head.status == 200 && head.bytes.isEmpty)
        }
    }
}

@Suite(.registryDatabase) struct HealthTests {
    @Test("Health: alive without the database, ready with it")
    func health() async throws {
        let database = TestDatabase.current
        try await Web.serving { web in
            #expect(try await web.get("/livez").json == ["status": "live"])
            // Within a second, which a busy machine may not have at the first look.
            #expect(try await eventually { try await web.get("/readyz").json == ["status": "ready"] })
            _ = try await database.server.superuserSQL(
                """
                alter database \(database.name) allow_connections false;
                select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '\(database.name)'
                """,
                database: "postgres"
            )
            let answer = try await web.get("/readyz")
            #expect(answer.status == 503 && answer.problem == "unavailable" && answer.header("Retry-After") == "5")
            #expect(try await web.get("/livez").status == 200)
        }
    }
}
