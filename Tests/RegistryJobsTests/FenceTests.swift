import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

@Suite(.registryDatabase) struct FenceTests {
    let database = TestDatabase.current

    @Test("H6 a worker whose lease has run out and whose task another has done writes nothing when it wakes")
    func lateWriter() async throws {
        try await database.prepareProbe()
        let gate = Gate()
        var slow = Probe("late-writer", tasks: 1)
        // Deaf to cancellation, as a process is that was stopped.
        slow.read = { _, _ in
            await Task {
                try? await gate.pass()
            }.value
        }
        let late = slow
        // A long lease: its heartbeat comes too seldom to notice anything.
        let first = Task { [database] in
            try await database.runner([late], host: "a", lease: .seconds(600)).run("late-writer")
        }
        try await gate.waitForVisitor(1)
        try await database.superuserSQL(
            "update jobs.task set leased_to = jobs.now() - interval '1 second' where run_id in (select id from jobs.run where job = 'late-writer')"
        )
        _ = try await database.runner([Probe("late-writer", tasks: 1)], host: "b").runDue()
        gate.open()
        let (run, tasks) = try await database.only(try await first.value)
        #expect(run.state == .done && tasks[0].lapses == 1 && tasks[0].attempts == 1 && tasks[0].host == "b")
        #expect(
            try await database.superuserSQL(
                "select count(*), min(fence) from probe.effect where run = \(run.id.rawValue)"
            ) == "1|2"
        )
    }

    @Test("A lease that is lost interrupts the task at the next heartbeat")
    func lostLease() async throws {
        try await database.prepareProbe()
        var job = Probe("lost-lease", tasks: 1)
        job.read = { task, client in
            if task.fence == 1 {
                _ = try await client.rows("select pg_sleep(602)", access: .readOnly, deadline: .seconds(600))
            }
        }
        let probe = job
        let first = Task { [database] in
            try await database.runner([probe], host: "a", lease: .seconds(2)).run("lost-lease")
        }
        #expect(
            try await database.wait(
                for: "1",
                "select count(*) from pg_stat_activity where query like 'select pg_sleep(602)%' and state = 'active'"
            )
        )
        // As a runner on another host would that found the lease run out.
        try await database.superuserSQL(
            """
            update jobs.task set fence = 2, runner_id = null, state = 'waiting', leased_to = null
            where run_id in (select id from jobs.run where job = 'lost-lease')
            """
        )
        let (run, _) = try await database.only(try await first.value)
        #expect(run.state == .done)
        #expect(try await database.effects(of: "lost-lease") == "1|1")
    }

    @Test("A task that takes its runner down each time ends failed after ten times")
    func killer() async throws {
        try await database.prepareProbe()
        try await database.superuserSQL(
            """
            select jobs.announce('killer', 'a', 'b', '{}', '{}');
            select jobs.open_run('killer', null, '[{"position":0,"name":"x","books":[],"seconds":9}]', 'me', 'h', 'v');
            select jobs.enlist('00000000-0000-7000-8000-000000000001', 'gone', 1, 'me', 'v', true, '1 ms');
            do $$ begin
                for time in 1 .. 12 loop
                    perform jobs.take('00000000-0000-7000-8000-000000000001', interval '1 microsecond', '{killer}');
                    perform pg_sleep(0.002);
                end loop;
                perform jobs.close_runs();
            end $$;
            """
        )
        #expect(
            try await database.superuserSQL(
                "select task.state, lapses, error, run.state from jobs.task join jobs.run on run.id = run_id where job = 'killer'"
            ) == "failed|10|its runner was lost 10 times|failed"
        )
    }

    @Test("History is kept 400 days; the newest slot of a job stays for ever")
    func history() async throws {
        try await database.superuserSQL(
            """
            select jobs.announce('kept', 'a', 'b', '{60}', '{}'), jobs.announce('kept-alone', 'a', 'b', '{60}', '{}');
            insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
            select 'kept', jobs.now() - make_interval(days => days), 'schedule', 'done', 'u', 'h', 'v',
                   jobs.now() - make_interval(days => days), jobs.now() - make_interval(days => days)
            from unnest(array[399, 401, 500]) as days
            union all
            select 'kept-alone', jobs.now() - interval '500 days', 'schedule', 'done', 'u', 'h', 'v', '2020-01-01', '2020-01-01';
            """
        )
        #expect(try await database.superuserSQL("select jobs.forget_history()") == "2")
        #expect(
            try await database.superuserSQL(
                "select string_agg(job, ' ' order by job) from jobs.run where job like 'kept%'"
            ) == "kept kept-alone"
        )
    }

    @Test("F2 the nights touch runs and tasks through functions only; nobody else may call them, nor change a row")
    func privileges() async throws {
        let writers = try await database.superuserSQL(
            """
            select r.rolname, c.relname, p.priv from pg_roles r, pg_class c,
                 unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p (priv)
            where r.rolname like 'sogoc%' and r.rolcanlogin and r.rolname <> 'sogoc_migrator'
              and c.relnamespace = 'jobs'::regnamespace and c.relkind = 'r' and has_table_privilege(r.oid, c.oid, p.priv)
            """
        )
        #expect(writers == "")
        let callers = try await database.superuserSQL(
            """
            select distinct r.rolname from pg_roles r, pg_proc p
            where r.rolname like 'sogoc%' and r.rolcanlogin and r.rolname <> 'sogoc_migrator'
              -- What tells the time, and what administrators read of slots and tallies, changes nothing.
              and p.pronamespace = 'jobs'::regnamespace
              and p.proname not in ('now', 'today', 'guard_clock', 'slots', 'tally')
              and has_function_privilege(r.oid, p.oid, 'EXECUTE')
            """
        )
        #expect(callers == "sogoc_jobs")
        let loose = try await database.superuserSQL(
            """
            select p.oid::regprocedure from pg_proc p
            where p.pronamespace = 'jobs'::regnamespace
              and (not coalesce(p.proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'
                   or has_function_privilege('public', p.oid, 'EXECUTE'))
            """
        )
        #expect(loose == "")
    }
}
