import FoundationEssentials
import HTTPTypes
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct PrivacyTests {
    @Test(
        "D6 search text stands in no URL, no log of ours or PostgreSQL's, and not in the audit; the search itself does"
    )
    func searchTextIsNowhere() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            // Words that nothing else in the test run says.
            let words = ["Qzvanh", "Xwthuy", "Zjkien"]
            let text = words.joined(separator: " ") + " 1987"
            #expect(
                try await web.resident("Qzvanh Xwthuy Zjkien", as: officer, ["phone": ["value": "0977 123 321"]]).status
                    == 201
            )
            for body: JSONValue in [
                ["text": .string(text)], ["text": .string(words[0]), "born_from": "1980", "born_to": "1990"],
                ["text": .string(words.reversed().joined(separator: " ")), "area": .string(Web.district)],
                // What is refused must not be repeated either.
                ["text": .string(words[1]), "limit": 5000], ["text": .array([.string(words[2])])],
                [words[0]: .string(words[1])],
            ] {
                _ = try await web.post("/api/v1/residents/search", body, as: officer, key: nil)
            }
            _ = try await web.send(
                .post,
                "/api/v1/residents/search",
                as: officer,
                headers: ["Content-Type": "application/json"],
                bytes: Array("{\"text\":\"\(text)".utf8)
            )
            // A statement that fails on the server with the text among its values.
            _ = try await web.resident(text, as: officer, ["household": "0190f2a4-1111-7222-8333-444455556666"])

            let audit = try await database.superuserSQL("select string_agg(event::text, ' ') from audit.event")
            #expect(audit.contains("residents.search") && audit.contains(String(officer.userID)))
            let places = [
                "our log": web.log.lines.joined(separator: "\n"), "PostgreSQL's log": try database.server.log(),
                "the URLs": web.uris.joined(separator: "\n"), "the metrics": web.metrics.text, "the audit": audit,
                "pg_stat_statements": try await database.superuserSQL(
                    "select coalesce(string_agg(query, ' '), '') from extensions.pg_stat_statements"
                ),
            ]
            for (place, content) in places {
                for word in words + ["0977 123 321", officer.token.secret] {
                    #expect(!content.lowercased().contains(word.lowercased()), "\(place)")
                }
            }
            #expect(web.log.lines.contains { $0.contains("/api/v1/residents/search") })
        }
    }

    @Test("Who was shown is in the audit, before the answer leaves")
    func readsAreRecorded() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let registered = try await web.resident("Mùa A Giống", as: officer)
            let id = try #require(registered.json["id"]?.string)
            let shown = try await web.get(
                "/api/v1/residents/\(id)",
                as: officer,
                headers: ["X-Request-Id": "audit-test-1"]
            )
            #expect(shown.status == 200)
            let events = try await database.superuserSQL(
                "select kind, action, user_id from audit.event where request_id = 'audit-test-1' and residents @> array['\(id)'::uuid]"
            )
            #expect(events == "read|residents.show|\(officer.userID)")
            _ = try await web.post(
                "/api/v1/residents/search",
                ["text": "mua a giong"],
                as: officer,
                key: nil,
                headers: ["X-Request-Id": "audit-test-2"]
            )
            let search = try await database.superuserSQL(
                "select kind, action, detail ->> 'filters', residents @> array['\(id)'::uuid] from audit.event where request_id = 'audit-test-2'"
            )
            #expect(search == "search|residents.search|[\"name\"]|t")
        }
    }
}
