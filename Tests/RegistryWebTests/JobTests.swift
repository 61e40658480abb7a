import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct JobTests {
    /// Runs of two jobs of the suite's own; the first has an older run and one that was skipped.
    private func plant(_ database: TestDatabase) async throws {
        try await database.superuserSQL(
            """
            select jobs.announce('api-nightly', 'Việc đêm', 'Nightly', '{90}', '{}'),
                   jobs.announce('api-asked', 'Khi cần', 'Asked for', '{}', '{}');
            with run as (
                insert into jobs.run (job, slot, origin, state, missed, os_user, host, version, started_at, ended_at)
                values ('api-nightly', '2026-01-01 01:30+07', 'schedule', 'done', 2, 'ten.nguoi', 'may.chu', 'v',
                        '2026-01-01 01:30:05+07', '2026-01-01 01:31:00+07'),
                       ('api-nightly', '2026-01-02 01:30+07', 'schedule', 'failed', 0, 'ten.nguoi', 'may.chu', 'v',
                        '2026-01-02 01:30:05+07', '2026-01-02 01:31:00+07'),
                       ('api-nightly', '2026-01-03 01:30+07', 'schedule', 'skipped', 0, 'ten.nguoi', 'may.chu', 'v',
                        '2026-01-05 01:30:05+07', '2026-01-05 01:30:05+07')
                returning id, state
            )
            insert into jobs.task (run_id, position, name, books, timeout, state, counts, error)
            select run.id, task.position, task.name, '{}', interval '1 minute', task.state, task.counts::jsonb, task.error
            from run, (values (1, 'a/one', 'done', '{"opened": 2, "carried": 5}', null),
                              (2, 'a/two', 'done', '{"opened": 1}', null),
                              (3, 'a/three', 'failed', '{}', 'ten.nguoi'))
                as task (position, name, state, counts, error)
            where run.state = 'failed' or run.state = 'done' and task.state = 'done';
            """
        )
    }

    @Test(
        "The jobs with their next slot and last run, and one job's history, newest first: states and numbers, no names"
    )
    func history() async throws {
        let database = TestDatabase.current
        let administrator = try await database.officer("administrator", of: "66")
        try await plant(database)
        try await Web.serving { web in
            let list = try await web.get("/api/v1/jobs", as: administrator)
            #expect(list.status == 200)
            let jobs = list.json["items"]?.array?.filter { $0["id"]?.string?.hasPrefix("api-") == true } ?? []
            #expect(jobs.map { $0["id"] } == ["api-asked", "api-nightly"])
            #expect(jobs.first?["due_at"] == .null && jobs.first?["last_run"] == .null)
            let last = try #require(jobs.last?["last_run"])
            #expect(
                jobs.last?["due_at"]?.string?.hasSuffix("T18:30:00Z") == true && jobs.last?["title_vi"] == "Việc đêm"
            )
            #expect(last["state"] == "failed" && last["slot"] == "2026-01-01T18:30:00Z" && last["requested"] == false)
            #expect(last["tasks"]?["total"] == 3 && last["tasks"]?["done"] == 2 && last["tasks"]?["failed"] == 1)
            #expect(last["counts"] == [["name": "carried", "value": 5], ["name": "opened", "value": 3]])

            let first = try await web.get("/api/v1/jobs/api-nightly?limit=2", as: administrator)
            #expect(first.json["runs"]?.array?.map { $0["state"] } == ["skipped", "failed"])
            let next = try #require(first.json["next"]?.string)
            let rest = try await web.get("/api/v1/jobs/api-nightly?limit=2&after=\(next)", as: administrator)
            #expect(rest.json["runs"]?.array?.map { $0["state"] } == ["done"] && rest.json["next"] == .null)
            #expect(rest.json["runs"]?.array?.first?["missed"] == 2)
            #expect(rest.json["last_run"] == last)

            for answer in [list, first, rest] {
                #expect(!answer.text.contains("ten.nguoi") && !answer.text.contains("may.chu"))
            }
            #expect(try await web.get("/api/v1/jobs/api-nothing", as: administrator).status == 404)
            #expect(try await web.get("/api/v1/jobs/NOT_A_NAME", as: administrator).status == 404)
            #expect(try await web.get("/api/v1/jobs/api-nightly?after=x", as: administrator).status == 422)
        }
        let events = try await database.superuserSQL(
            "select string_agg(distinct action, ' ' order by action) from audit.event where user_id = \(administrator.userID)"
        )
        #expect(events == "jobs.list jobs.show")
    }

    @Test("Runs are for administrators: whoever else is signed in may not, whoever is not signed in is told so")
    func reach() async throws {
        let database = TestDatabase.current
        let district = try await database.officer("district_officer", of: Web.district)
        let inspector = try await database.officer("inspector", of: Web.district)
        let former = try await database.officer("administrator", of: "66")
        try await database.superuserSQL(
            "update auth.\"grant\" set valid_to = now(), valid_from = now() - interval '1 day' where user_id = \(former.userID)"
        )
        try await Web.serving { web in
            for uri in ["/api/v1/jobs", "/api/v1/jobs/nightly-checks"] {
                for who in [district, inspector, former] {
                    let refused = try await web.get(uri, as: who)
                    #expect(refused.status == 403)
                }
                let forged = ["Authorization": "Bearer forged-forged-forged"]
                let nobody = [try await web.get(uri), try await web.get(uri, headers: forged)]
                #expect(nobody.map(\.status) == [401, 401])
            }
        }
    }
}
