import FoundationEssentials
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct OutreachTeamTests {
    @Test(
        "B10 members come and go, a team ends once, and its name may be given again; who belonged to it stays on record"
    )
    func teams() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let member = try await database.officer("outreach_member", of: Web.commune)
        let other = try await database.officer("outreach_member", of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        func account(_ user: TestOfficer) async throws -> JSONValue {
            .string(try await database.superuserSQL("select name from auth.\"user\" where id = \(user.userID)"))
        }
        let (memberName, otherName) = (try await account(member), try await account(other))
        try await Web.serving { web in
            let teams = "/api/v1/outreach-teams"
            let draft: JSONValue = ["commune": .string(Web.commune), "name": "Tổ 7", "members": [memberName]]
            func own(_ answer: Answer) -> [JSONValue] {
                (answer.json["items"]?.array ?? []).filter { $0["name"] == "Tổ 7" }
            }
            let made = try await web.post(teams, draft, as: officer)
            let id = try #require(own(made).first?["id"]?.string)
            let uri = "\(teams)/\(id)"
            #expect(try await web.post(teams, draft, as: officer).status == 409)

            // Nobody joins twice, nobody leaves who is not there, and a foreign team is none.
            let joining: JSONValue = ["account": otherName]
            let joined = try await web.post(uri + "/join", joining, as: officer)
            #expect(joined.status == 200, "\(joined.text)")
            #expect(
                own(joined).first?["members"]
                    == .array(
                        [member, other].map { .integer(Int64($0.userID)) }.sorted {
                            ($0.integer ?? 0) < ($1.integer ?? 0)
                        }
                    )
            )
            #expect(try await web.post(uri + "/join", joining, as: officer).status == 409)
            let unknown = try await web.post(uri + "/join", ["account": "khong-co-ai"], as: officer)
            #expect(unknown.status == 409 && unknown.json["errors"]?.array?.first?["rule"] == "B10")
            let leaving: JSONValue = ["user": .integer(Int64(member.userID))]
            #expect(try await web.post(uri + "/leave", leaving, as: stranger).status == 404)
            let left = try await web.post(uri + "/leave", leaving, as: officer)
            #expect(left.status == 200 && own(left).first?["members"] == [.integer(Int64(other.userID))])
            #expect(try await web.post(uri + "/leave", leaving, as: officer).status == 404)
            // Who has left may come again.
            #expect(try await web.post(uri + "/join", ["account": memberName], as: officer).status == 200)

            // A visit is planned for a team of the book that goes on.
            let settlement = try await web.settlement("Cụm 7", as: officer)
            let registered = try await web.resident(
                "Páo",
                as: officer,
                ["settlement": .string(settlement), "relation": "01"]
            )
            let household = try #require(registered.json["resident"]?["household"])
            func plan(_ day: Int, team: String) async throws -> Answer {
                let on: JSONValue = .string("2090-01-0\(day)")
                return try await web.post(
                    "/api/v1/visits",
                    ["household": household, "planned_on": on, "team": .string(team)],
                    as: officer
                )
            }
            #expect(try await plan(1, team: id).status == 201)
            #expect(try await plan(2, team: UUID().uuidString.lowercased()).status == 404)

            #expect(try await web.post(uri + "/end", [:], as: stranger).status == 404)
            let ended = try await web.post(uri + "/end", [:], as: officer)
            #expect(ended.status == 200 && own(ended).isEmpty)
            let again = try await web.post(uri + "/end", [:], as: officer)
            #expect(again.status == 409 && again.json["errors"]?.array?.first?["field"] == "team")
            #expect(try await plan(3, team: id).status == 409)
            #expect(try await web.post(uri + "/join", joining, as: officer).status == 409)
            #expect(own(try await web.post(teams, draft, as: officer)).count == 1)
            let all = own(try await web.get(teams + "?ended=true", as: officer))
            #expect(all.map { $0["ended_on"] == .null } == [true, false] && all.last?["members"] == [])
            let visits = try await web.get("/api/v1/visits?household=\(household.string ?? "")", as: officer)
            #expect(visits.json["items"]?.array?.map { $0["team"] } == [.string(id)])

            let belonged = try await database.superuserSQL(
                "select count(*), count(left_on), count(left_by) from registry.outreach_member where team_id = '\(id)'"
            )
            #expect(belonged == "3|3|3")
            let audited = try await database.superuserSQL(
                "select string_agg(distinct action, ' ' order by action) from audit.event where action like 'outreach-teams.%'"
            )
            #expect(audited == "outreach-teams.end outreach-teams.join outreach-teams.leave outreach-teams.make")
        }
    }
}
