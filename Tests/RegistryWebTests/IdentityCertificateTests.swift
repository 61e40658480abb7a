import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct IdentityCertificateTests {
    @Test(
        "R2.10 certificates are listed by commune, state and person, page by page, only within reach; the list is audited"
    )
    func list() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let list = "/api/v1/identity-certificates"
            var people: [String] = []
            for number in 0..<3 {
                let made = try await web.resident("Páo", as: officer, ["said_on": "2024-09-17"])
                let id = try #require(made.json["id"]?.string)
                people.append(id)
                let decided = try await web.post(
                    list,
                    [
                        "resident": .string(id), "reason": "không xác định quốc tịch",
                        "document": .string("\(number + 1)/QĐ-CAX"),
                    ],
                    as: supervisor
                )
                #expect(decided.status == 201, "\(decided.text)")
                guard number == 0 else { continue }
                let uri = try #require(decided.header("Location"))
                let given = try await web.post(uri + "/hand-over", [:], as: officer, ifMatch: decided.header("ETag"))
                #expect(given.status == 200)
            }
            func found(_ query: String, as who: TestOfficer) async throws -> [String] {
                let answer = try await web.get(list + query, as: who)
                #expect(answer.status == 200)
                return (answer.json["items"]?.array ?? []).compactMap { $0["resident"]?["id"]?.string }
            }
            #expect(try await found("", as: officer) == people)
            #expect(try await found("?state=handed_over", as: officer) == [people[0]])
            #expect(try await found("?commune=\(Web.commune)&state=decided", as: officer) == Array(people[1...]))
            #expect(try await found("?resident=\(people[2])", as: supervisor) == [people[2]])
            #expect(try await found("?commune=24229", as: officer) == [])
            #expect(try await found("", as: stranger) == [])
            let first = try await web.get(list + "?limit=2", as: officer)
            let next = try #require(first.json["next"]?.string)
            #expect(try await found("?limit=2&after=\(next)", as: officer) == [people[2]])
            #expect(try await web.get(list + "?state=printed", as: officer).status == 422)
            let audited = try await database.superuserSQL(
                """
                select bool_or(cardinality(residents) = 3) from audit.event
                where action = 'identity-certificates.list' and user_id = \(officer.userID) and kind = 'read'
                """
            )
            #expect(audited == "t")
        }
    }
}
