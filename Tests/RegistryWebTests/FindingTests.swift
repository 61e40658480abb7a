import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct FindingTests {
    /// Lets a check have seen these (book, subject) and nothing else.
    private func plant(
        _ check: String,
        run: Int,
        severity: String = "serious",
        _ found: [(book: Int, subject: String)]
    ) async throws {
        func array(_ values: [String], _ type: String) -> String {
            "array[\(values.joined(separator: ", "))]::\(type)[]"
        }
        let objects = found.map { _ in "'{\"a\": 1}'" }
        try await TestDatabase.current.superuserSQL(
            """
            select finding.note_check(\(run), '\(check)', sha256('x'), 'A title', 'Tiêu đề', '\(severity)', 'Why', 'Vì sao',
                'Remedy', 'Cách xử lý', 'book');
            select * from finding.record(\(run), '\(check)', '\(severity)', array[0, 6, 9], clock_timestamp(),
                \(array(found.map { String($0.book) }, "int")), \(array(found.map { _ in "'resident'" }, "text")),
                \(array(found.map { "'\($0.subject)'" }, "text")), \(array(found.map { _ in "''" }, "text")),
                \(array(objects, "jsonb")), \(array(objects, "jsonb")))
            """
        )
    }

    private func name(of officer: TestOfficer) async throws -> String {
        try await TestDatabase.current.superuserSQL("select name from auth.\"user\" where id = \(officer.userID)")
    }

    @Test(
        "H4 a finding is assigned, commented and waived with a reason and an expiry; who may not is refused, and all is kept"
    )
    func handling() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        let district = try await database.officer("district_officer", of: Web.district)
        let name = try await name(of: officer)
        let today = try await database.superuserSQL("select jobs.today()")
        let yesterday = try await database.superuserSQL("select jobs.today() - 1")
        let resident = UUID().uuidString.lowercased()
        try await plant("handling/one", run: 1, [(6, resident), (6, "later")])
        try await Web.serving { web in
            let list = try await web.get("/api/v1/findings?check=handling/one&limit=1", as: officer)
            let first = try #require(list.json["items"]?.array?.first)
            #expect(first["state"] == "open" && first["commune"] == .string(Web.commune) && first["facts"] == ["a": 1])
            #expect(first["title_vi"] == "Tiêu đề" && first["reopenings"] == 0 && first["resolved_at"] == .null)
            let next = try #require(list.json["next"]?.string)
            let rest = try await web.get("/api/v1/findings?check=handling/one&limit=1&after=\(next)", as: officer)
            #expect(rest.json["items"]?.array?.count == 1 && rest.json["items"]?.array?.first?["id"] != first["id"])
            let id = try await database.superuserSQL(
                "select id from registry.finding where check_name = 'handling/one' and subject_id = '\(resident)'"
            )
            let uri = "/api/v1/findings/\(id)"

            // Out of reach and missing answer alike; who sees may not everything.
            #expect(try await web.get(uri, as: stranger).status == 404)
            #expect(try await web.get(uri).status == 401)
            #expect(try await web.get("/api/v1/findings/\(UUID().uuidString.lowercased())", as: officer).status == 404)
            #expect(try await web.post(uri + "/comments", ["text": "x"], as: stranger).status == 404)
            let waiver: JSONValue = ["until": .string(today), "reason": "chờ kết quả xác minh"]
            #expect(try await web.post(uri + "/waive", waiver, as: officer).status == 403)

            let past: JSONValue = ["assignee": .string(name), "due_on": .string(yesterday)]
            let refused = try await web.post(uri + "/assign", past, as: officer)
            #expect(refused.status == 409 && refused.json["errors"]?.array?.first?["field"] == "due_on")
            let nobody: JSONValue = ["assignee": "khong.ai", "due_on": .string(today)]
            #expect(try await web.post(uri + "/assign", nobody, as: officer).status == 409)
            let assignment: JSONValue = ["assignee": .string(name), "due_on": .string(today), "text": "xin xem"]
            let key = UUID().uuidString
            let given = try await web.post(uri + "/assign", assignment, as: supervisor, key: key)
            #expect(
                given.status == 200 && given.json["state"] == "acknowledged" && given.json["assignee"] == .string(name)
            )
            // Asked twice, done once.
            #expect(try await web.post(uri + "/assign", assignment, as: supervisor, key: key).status == 200)
            let mine = try await web.get("/api/v1/findings?mine=true&state=acknowledged", as: officer)
            #expect(mine.json["items"]?.array?.map { $0["id"] } == [.string(id)])

            #expect(try await web.post(uri + "/comments", ["text": "đã đến nhà"], as: officer).status == 200)
            #expect(try await web.post(uri + "/comments", ["text": "   "], as: officer).status == 422)
            let waived = try await web.post(uri + "/waive", waiver, as: supervisor)
            #expect(waived.json["state"] == "waived" && waived.json["waived_until"] == .string(today))
            let standing = try await web.get("/api/v1/findings?check=handling/one", as: officer)
            #expect(standing.json["items"]?.array?.count == 1)
            let back = try await web.post(uri + "/withdraw-waiver", ["text": "nhầm"], as: district)
            #expect(back.status == 200 && back.json["state"] == "acknowledged")
            #expect(try await web.post(uri + "/withdraw-waiver", [:], as: supervisor).status == 409)

            // What heals closes by itself, and says so.
            try await plant("handling/one", run: 2, [(6, "later")])
            let healed = try await web.get(uri, as: officer)
            #expect(healed.json["state"] == "resolved" && healed.json["why_vi"] == "Vì sao")
            let kinds = healed.json["events"]?.array?.compactMap { $0["kind"]?.string }
            #expect(kinds == ["assigned", "commented", "waived", "waiver_withdrawn", "resolved"])
            #expect(healed.json["events"]?.array?.first?["assignee"] == .string(name))
            #expect(try await web.post(uri + "/waive", waiver, as: supervisor).status == 409)
            // And what comes back is reopened.
            try await plant("handling/one", run: 3, [(6, "later"), (6, resident)])
            let again = try await web.get(uri, as: officer)
            #expect(
                again.json["state"] == "reopened" && again.json["reopenings"] == 1 && again.json["assignee"] == .null
            )
        }
        // Who was shown, and who did what, is in the audit.
        let events = try await database.superuserSQL(
            """
            select string_agg(distinct action, ' ' order by action) from audit.event where '\(resident)' = any (residents)
            """
        )
        #expect(
            events
                == "findings.assign findings.comments findings.list findings.show findings.waive findings.withdraw-waiver"
        )
    }

    @Test(
        "H9 commune staff see only their findings, the district all of them and its own; by commune, state and severity"
    )
    func lists() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let neighbour = try await database.officer(of: "24229")
        let district = try await database.officer("district_officer", of: Web.district)
        try await plant("lists/mild", run: 1, severity: "info", [(6, "m"), (9, "m"), (0, "m")])
        try await plant("lists/grave", run: 1, severity: "critical", [(6, "g"), (9, "g"), (0, "g")])
        try await Web.serving { web in
            func found(_ who: TestOfficer, _ more: String = "") async throws -> [String] {
                let answer = try await web.get("/api/v1/findings?limit=200\(more)", as: who)
                return answer.json["items"]?.array?
                    .filter { $0["check"]?.string?.hasPrefix("lists/") == true }
                    .map { "\($0["subject_id"]?.string ?? "")\($0["commune"]?.string ?? "")" } ?? []
            }
            let own = try await found(officer)
            #expect(own == ["g24221", "m24221"])
            #expect(try await found(neighbour) == ["g24229", "m24229"])
            #expect(Set(try await found(district)) == ["g", "g24221", "g24229", "m", "m24221", "m24229"])
            #expect(try await found(district, "&commune=24229") == ["g24229", "m24229"])
            #expect(try await found(officer, "&commune=24229") == [])
            #expect(try await found(officer, "&severity=serious") == ["g24221"])
            #expect(try await found(officer, "&state=resolved") == [])
            #expect(try await found(officer, "&check=lists/mild") == ["m24221"])
            let trend = try await web.get(
                "/api/v1/findings/trend?from=2020-01-01&to=2200-01-01&check=lists/mild",
                as: officer
            )
            #expect(trend.json["items"]?.array?.map { $0["new"] } == [1])
            #expect(trend.json["items"]?.array?.first?["commune"] == .string(Web.commune))
            #expect(try await web.get("/api/v1/findings?state=gone", as: officer).status == 422)
            #expect(try await web.get("/api/v1/findings/trend", as: officer).status == 422)
        }
    }

    @Test(
        "H9 administrators list, show, comment on and waive what is about users and the system, and nothing else of the register"
    )
    func administration() async throws {
        let database = TestDatabase.current
        let administrator = try await database.officer("administrator", of: "66")
        let officer = try await database.officer(of: Web.commune)
        let name = try await name(of: officer)
        let today = try await database.superuserSQL("select jobs.today()")
        try await plant("users/one", run: 1, [(0, "17"), (6, "18")])
        try await plant("system/one", run: 1, [(0, "registry.area")])
        try await plant("pairs/one", run: 1, [(0, "a"), (6, "b")])
        try await Web.serving { web in
            let list = try await web.get("/api/v1/findings?limit=200", as: administrator)
            #expect(list.status == 200)
            let checks = list.json["items"]?.array?.compactMap { $0["check"]?.string }.sorted()
            #expect(checks == ["system/one", "users/one"])
            #expect(list.json["items"]?.array?.allSatisfy { $0["commune"] == .null } == true)
            #expect(try await web.get("/api/v1/findings?commune=24221", as: administrator).json["items"] == .array([]))
            let trend = try await web.get("/api/v1/findings/trend?from=2020-01-01&to=2200-01-01", as: administrator)
            #expect(
                Set(trend.json["items"]?.array?.compactMap { $0["check"]?.string } ?? []) == [
                    "system/one", "users/one",
                ]
            )

            func uri(_ check: String, _ subject: String) async throws -> String {
                let id = try await database.superuserSQL(
                    "select id from registry.finding where check_name = '\(check)' and subject_id = '\(subject)'"
                )
                return "/api/v1/findings/\(id)"
            }
            let own = try await uri("users/one", "17")
            #expect(try await web.get(own, as: administrator).json["state"] == "open")
            let key = UUID().uuidString
            let said = try await web.post(own + "/comments", ["text": "đã gọi"], as: administrator, key: key)
            #expect(said.status == 200)
            // Asked twice, said once.
            let again = try await web.post(own + "/comments", ["text": "đã gọi"], as: administrator, key: key)
            #expect(again.status == 200 && again.json["events"]?.array?.count == 1)
            let waiver: JSONValue = ["until": .string(today), "reason": "nghỉ thai sản"]
            #expect(try await web.post(own + "/waive", waiver, as: administrator).json["state"] == "waived")
            let back = try await web.post(own + "/withdraw-waiver", [:], as: administrator)
            #expect(back.status == 200 && back.json["state"] == "open")
            // Whose it is, the district says.
            let assignment: JSONValue = ["assignee": .string(name), "due_on": .string(today)]
            #expect(try await web.post(own + "/assign", assignment, as: administrator).status == 403)

            for other in [
                try await uri("users/one", "18"), try await uri("pairs/one", "a"), try await uri("pairs/one", "b"),
            ] {
                #expect(try await web.get(other, as: administrator).status == 404)
                #expect(try await web.post(other + "/comments", ["text": "x"], as: administrator).status == 404)
                #expect(try await web.post(other + "/waive", waiver, as: administrator).status == 404)
            }
            // No resident at all, and no more than before to whoever is nobody.
            let search = try await web.post("/api/v1/residents/search", ["text": "giàng"], as: administrator, key: nil)
            #expect(search.status == 401)
            #expect(try await web.get("/api/v1/settlements?commune=24221", as: administrator).status == 401)
            let forged = ["Authorization": "Bearer forged-forged-forged"]
            #expect(try await web.get("/api/v1/findings", headers: forged).status == 401)
            #expect(try await web.post(own + "/comments", ["text": "x"], headers: forged).status == 401)
            // A commune's officer still sees what is of the commune, also about users.
            let theirs = try await web.get("/api/v1/findings?check=users/one", as: officer)
            #expect(theirs.json["items"]?.array?.map { $0["subject_id"] } == ["18"])
        }
        let events = try await database.superuserSQL(
            "select string_agg(distinct action, ' ' order by action) from audit.event where user_id = \(administrator.userID)"
        )
        #expect(
            events
                == "findings.comments findings.list findings.show findings.trend findings.waive findings.withdraw-waiver"
        )
    }
}
