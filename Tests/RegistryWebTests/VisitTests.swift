import FoundationEssentials
import HTTPTypes
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct VisitTests {
    /// A household with one member who has no number; its id and the member's.
    private func household(
        _ web: Web,
        in settlement: String,
        as officer: TestOfficer,
        commune: String = Web.commune
    ) async throws -> (household: String, resident: String) {
        let answer = try await web.resident(
            "Páo",
            as: officer,
            commune: commune,
            ["settlement": .string(settlement), "relation": "01"]
        )
        let id = try #require(answer.json["id"]?.string)
        let household = try await web.database.superuserSQL(
            "select household_id from registry.household_member where resident_id = '\(id)'"
        )
        return (household, id)
    }

    private func report(
        _ id: String = UUID().uuidString.lowercased(),
        of household: String,
        _ outcome: String,
        at time: Date,
        _ more: [String: JSONValue] = [:]
    ) -> JSONValue {
        var object = JSONObject()
        object["id"] = .string(id)
        object["household"] = .string(household)
        object["outcome"] = .string(outcome)
        object["done_at"] = .string(time.formatted(.iso8601))
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    private func upload(
        _ web: Web,
        _ reports: [JSONValue],
        deviceTime: Date = Date(),
        as officer: TestOfficer
    ) async throws -> Answer {
        try await web.post(
            "/api/v1/visits/batch",
            ["device_time": .string(deviceTime.formatted(.iso8601)), "visits": .array(reports)],
            as: officer,
            key: nil
        )
    }

    private func results(_ answer: Answer) -> [String] {
        (answer.json["items"]?.array ?? []).map {
            [$0["result"]?.string, $0["error"]?["field"]?.string].compactMap { $0 }.joined(separator: " ")
        }
    }

    @Test(
        """
        B10 visits are planned, done, nobody home, elderly at home; the next-visit list of a settlement is ordered by what is \
        open; one visit can move several cases
        """
    )
    func list() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let settlement = try await web.settlement("Cụm 10", as: officer)
            var homes: [(household: String, resident: String)] = []
            for _ in 0..<4 { homes.append(try await household(web, in: settlement, as: officer)) }
            // In the second live two without a number, in the third nobody without.
            let second = try await web.resident("Dơ", as: officer, ["said_by": "chủ hộ"])
            let companion = try #require(second.json["id"]?.string)
            let joined = try await web.post(
                "/api/v1/households/\(homes[1].household)/members",
                ["resident": .string(companion), "relation": "04"],
                as: officer
            )
            #expect(joined.status < 300, "\(joined.text)")
            try await database.superuserSQL(
                "update registry.resident_version set has_number = true where resident_id = '\(homes[2].resident)'"
            )
            let now = Date()
            #expect(try await upload(web, [report(of: homes[2].household, "done", at: now)], as: officer).status == 200)

            func entries() async throws -> [JSONValue] {
                let answer = try await web.get("/api/v1/settlements/\(settlement)/visit-list", as: officer)
                return answer.json["items"]?.array ?? []
            }
            // The fourth is planned for today, the second has most open, the first one person; the third nothing.
            let team = try await web.post(
                "/api/v1/outreach-teams",
                ["commune": .string(Web.commune), "name": "Tổ 1", "members": []],
                as: officer
            )
            let teamID = try #require(team.json["items"]?.array?.first?["id"])
            let planned = try await web.post(
                "/api/v1/visits",
                ["household": .string(homes[3].household), "team": teamID],
                as: officer
            )
            #expect(planned.status == 201 && planned.json["state"] == "planned")
            #expect(
                try await entries().compactMap { $0["household"]?.string } == [
                    homes[3].household, homes[1].household, homes[0].household,
                ]
            )
            #expect(try await entries()[1]["without_number"] == 2)

            // One visit, several people; an elder who wants the card made at home; a door that stays shut.
            let id = try #require(planned.json["id"]?.string)
            let people: JSONValue = [
                ["resident": .string(homes[1].resident), "what": "statement"],
                ["resident": .string(companion), "what": "papers_seen"],
            ]
            let sent = try await upload(
                web,
                [
                    report(of: homes[1].household, "done", at: now, ["people": people, "note": "hẹn quay lại"]),
                    report(of: homes[0].household, "nobody_home", at: now),
                    report(id, of: homes[3].household, "elderly_at_home", at: now, ["home_issuing": true]),
                ],
                as: officer
            )
            #expect(results(sent) == ["recorded", "recorded", "recorded"])
            let visits = try await web.get("/api/v1/visits?household=\(homes[1].household)", as: officer)
            #expect(visits.json["items"]?.array?.first?["people"]?.array?.count == 2)
            let after = try await entries()
            // Nobody met the first household: it is the one without any visit.
            #expect(after.first { $0["household"]?.string == homes[0].household }?["last_visit"] == .null)
            let elder = try #require(after.first { $0["household"]?.string == homes[3].household })
            #expect(elder["home_issuing"] == true && elder["planned_on"] == .null && elder["stale"] == false)

            // Three months later it is stale, whatever is open.
            try await database.superuserSQL(
                "update registry.visit set visited_on = registry.today() - 100 where household_id = '\(homes[2].household)'"
            )
            let stale = try await entries().first { $0["household"]?.string == homes[2].household }
            #expect(stale?["stale"] == true && stale?["without_number"] == 0)
        }
    }

    @Test(
        "K3 a day's visits from a device without network arrive later, keep device time, show clock skew, and never twice"
    )
    func later() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: "24229")
        let stranger = try await database.officer(of: "24232")
        try await Web.serving { web in
            let settlement = try await web.settlement("Cụm 3", as: officer, commune: "24229")
            let home = try await household(web, in: settlement, as: officer, commune: "24229").household
            // Rounded, as the document writes a moment.
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            let (hour, day) = (3600.0, 86_400.0)

            // Sent in the evening by a device ten minutes ahead: its time stays, the skew is told.
            let id = UUID().uuidString.lowercased()
            let visit = report(id, of: home, "done", at: now - 5 * hour)
            let evening = try await upload(web, [visit], deviceTime: now + 600, as: officer)
            #expect(results(evening) == ["recorded"])
            let again = try await upload(web, [visit], deviceTime: now + 620, as: officer)
            #expect(results(again) == ["known"])
            let changed = try await upload(web, [report(id, of: home, "nobody_home", at: now)], as: officer)
            #expect(results(changed) == ["refused id"])
            func kept() async throws -> [JSONValue] {
                try await web.get("/api/v1/visits?household=\(home)", as: officer).json["items"]?.array ?? []
            }
            let first = try #require(try await kept().first)
            #expect(try await kept().count == 1)
            #expect(first["done_at"] == .string((now - 5 * hour).formatted(.iso8601)) && first["clock_off"] == true)
            let skew = try #require(first["skew_seconds"]?.integer)
            #expect((590...605).contains(skew))

            // A visit dated tomorrow is refused; by a device a whole day ahead it was today, and is marked.
            let tomorrow = try await upload(web, [report(of: home, "done", at: now + day)], as: officer)
            #expect(results(tomorrow) == ["refused done_at"])
            let ahead = try await upload(
                web,
                [report(of: home, "elderly_at_home", at: now + day - 60)],
                deviceTime: now + day,
                as: officer
            )
            #expect(results(ahead) == ["recorded"])
            let marked = try #require(try await kept().first { $0["state"] == "elderly_at_home" })
            #expect(marked["clock_off"] == true && (marked["skew_seconds"]?.integer ?? 0) > 86_000)
            let visitedOn = try await database.superuserSQL(
                "select bool_and(visited_on <= registry.today()) from registry.visit where household_id = '\(home)'"
            )
            #expect(visitedOn == "t")
            let old = try await upload(web, [report(of: home, "done", at: now - 61 * day)], as: officer)
            #expect(results(old) == ["refused done_at"])

            // What is wrong with one visit keeps none of the others back, and leaves nothing of itself.
            let mixed = try await upload(
                web,
                [
                    report(
                        of: home,
                        "done",
                        at: now - hour,
                        ["people": [["resident": .string(UUID().uuidString), "what": "statement"]]]
                    ),
                    report(of: home, "nobody_home", at: now - hour, ["home_issuing": true]),
                    report(of: home, "nobody_home", at: now - hour),
                ],
                as: officer
            )
            #expect(results(mixed) == ["refused household", "refused home_issuing", "recorded"])
            #expect(try await kept().count == 3)
            #expect(try await upload(web, [visit], as: stranger).status == 404)
            #expect(try await upload(web, [], as: officer).json["items"]?.array?.isEmpty == true)

            // Twice at once: one of them records it.
            let racing = report(of: home, "done", at: now - 2 * hour)
            async let one = upload(web, [racing], as: officer)
            async let other = upload(web, [racing], as: officer)
            #expect(try await (results(one) + results(other)).sorted() == ["known", "recorded"])

            // The database refuses whatever is not a step.
            for (statement, state) in [
                ("update registry.visit set state = 'done'", "42501"),
                (
                    "insert into registry.visit (book_id, id, household_id, state, planned_on, recorded_by) values (9, gen_random_uuid(), '\(home)', 'planned', '2026-12-01', auth.user_id())",
                    "42501"
                ),
                (
                    "select outreach.record(gen_random_uuid(), 9, '\(home)', 'done', now(), now(), null, false, '{}', '{}')",
                    "42501"
                ),
                ("select outreach.plan(gen_random_uuid(), 9, '\(home)', null, registry.today() - 1)", "SG409"),
                ("select outreach.plan(gen_random_uuid(), 10, '\(home)', null, registry.today())", "SG404"),
            ] {
                #expect(try await database.sqlState(as: .app, token: officer.token, statement) == state, "\(statement)")
            }
        }
    }
}
