import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct ReportTests {
    @Test("Coverage is one commune for its officer and all for the district, in JSON and as a file, now and then")
    func coverage() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let district = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            let settlement = try await web.settlement("Thôn 1", as: officer)
            for (index, people) in ["Mông", "Ê Đê", "Dao"].enumerated() {
                let answer = try await web.resident(
                    "Người \(index)",
                    as: officer,
                    [
                        "ethnicity": ["value": .string(people)], "settlement": .string(settlement), "relation": "01",
                        "birth": ["written": "2020"],
                    ]
                )
                #expect(answer.status == 201)
            }
            let uri = "/api/v1/reports/coverage?area=\(Web.district)"
            let own = try await web.get(uri, as: officer)
            #expect(own.status == 200 && own.json["communes"]?.array?.count == 1)
            let row = try #require(own.json["communes"]?.array?.first)
            #expect(row["code"] == .string(Web.commune) && row["residents"] == 3 && row["under_14"] == 3)
            #expect(row["papers_not_asked"] == 3 && row["unassessed"] == 3)
            guard case .number(let share)? = row["share_of_four_peoples"] else {
                Issue.record("no share")
                return
            }
            #expect(abs(share - 2.0 / 3) < 1e-9)
            let all = try await web.get(uri, as: district)
            #expect(all.json["communes"]?.array?.count == 10)
            #expect(all.json["total"]?["residents"] == 3 && all.json["area"]?["code"] == .string(Web.district))
            let past = try await web.get(uri + "&as_of=2022-10-31", as: district)
            #expect(past.json["total"]?["residents"] == 0 && past.json["as_of"] == "2022-10-31")

            let file = try await web.get(uri, as: district, headers: ["Accept": "text/csv"])
            #expect(file.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(file.header("Content-Disposition")?.contains("coverage-646-") == true)
            let lines = file.text.split(separator: "\r\n")
            #expect(lines.count == 12)
            #expect(file.text.hasPrefix("\u{FEFF}code,name,residents,households"))
            #expect(lines.last?.hasPrefix(",Tổng,3,3,") == true)
            #expect(try await web.get(uri, as: officer, headers: ["Accept": "application/xml"]).status == 406)
        }
    }

    @Test("Areas are what they were on a day")
    func areas() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let communes = try await web.get("/api/v1/areas?below=\(Web.district)", as: officer)
            #expect(communes.json["items"]?.array?.count == 10)
            let provinces = try await web.get("/api/v1/areas", as: officer)
            #expect((provinces.json["items"]?.array?.count ?? 0) > 30)
            let commune = try await web.get("/api/v1/areas/\(Web.commune)?at=2024-10-31", as: officer)
            #expect(commune.json["level"] == "commune" && commune.json["parent"] == .string(Web.district))
            #expect(try await web.get("/api/v1/areas/99999", as: officer).status == 404)
            #expect(try await web.get("/api/v1/areas/abc", as: officer).status == 404)
        }
    }
}
