import RegistryTestSupport
import Testing

@testable import Registry
@testable import RegistryWeb

@Suite(.registryDatabase) struct JobMetricsTests {
    @Test("The metrics show of each job when a run last succeeded and began, how long it took, and its runs by state")
    func runs() async throws {
        let database = TestDatabase.current
        try await database.superuserSQL(
            """
            select jobs.announce('measured', 'a', 'b', '{60}', '{}'), jobs.announce('never-run', 'a', 'b', '{60}', '{}');
            insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
            values ('measured', '2026-01-01 01:00+07', 'schedule', 'done', 'u', 'h', 'v',
                    '2026-01-01 01:00:00+07', '2026-01-01 01:00:40+07'),
                   ('measured', '2026-01-02 01:00+07', 'schedule', 'failed', 'u', 'h', 'v',
                    '2026-01-02 01:00:00+07', '2026-01-02 01:00:25+07'),
                   ('measured', '2026-01-03 01:00+07', 'schedule', 'skipped', 'u', 'h', 'v',
                    '2026-01-04 01:00:00+07', '2026-01-04 01:00:00+07');
            """
        )
        try await database.withRegistry { registry in
            let metrics = PrometheusMetrics()
            let jobs = JobMetrics(metrics) { await registry.jobMeasures() }
            #expect(!metrics.text.contains("sogoc_job_runs{"))
            await jobs.refresh()
            let lines = metrics.text.split(separator: "\n").filter { $0.hasPrefix("sogoc_job_") }
            // 2026-01-01 01:00:40 and 2026-01-02 01:00:00 in Asia/Ho_Chi_Minh, seconds since 1970.
            #expect(
                lines.map(String.init) == [
                    "sogoc_job_last_duration_seconds{job=\"measured\"} 25.0",
                    "sogoc_job_last_start_timestamp_seconds{job=\"measured\"} 1767290400.0",
                    "sogoc_job_last_success_timestamp_seconds{job=\"measured\"} 1767204040.0",
                    "sogoc_job_runs{job=\"measured\",state=\"done\"} 1.0",
                    "sogoc_job_runs{job=\"measured\",state=\"failed\"} 1.0",
                    "sogoc_job_runs{job=\"measured\",state=\"skipped\"} 1.0",
                ]
            )
        }
    }
}
