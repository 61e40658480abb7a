import RegistryTestSupport

/// Nights that are disturbed: processes killed, stopped and cut off from their database (issue 3, "Figures").
struct DisturbedNightBenchmarks {
    let full: Bool

    private var extent: DisturbedNights.Extent { full ? .full : .short }

    func killed() async throws -> [Figure] {
        let nights = try await DisturbedNights.killed(extent, on: TestServer.shared)
        note("night/kill-9: \(nights.summary)")
        return [
            Figure("night/kill-9", Double(nights.faults.count), "faults", atMost: 0),
            Figure("night/kill-9-kills", Double(nights.disturbances), "kills", atLeast: full ? 500 : 1),
            Figure("night/kill-9-redone", Double(nights.mostRedoneByOne), "tasks by one kill", atMost: 1),
            // Counted from the end of the lease; another runner always lives.
            Figure("night/kill-9-takeover-p99", nights.takeovers.percentile(0.99), "s past the lease", atMost: 5),
        ]
    }

    /// On a server of its own: the others' is not to be restarted under them.
    func restarted() async throws -> [Figure] {
        let nights = try await TestServer.withServer { try await DisturbedNights.restarted(extent, on: $0) }
        note("night/restart: \(nights.summary)")
        return [
            Figure("night/restart", Double(nights.faults.count), "faults", atMost: 0),
            Figure("night/restart-restarts", Double(nights.disturbances), "restarts", atLeast: full ? 20 : 2),
        ]
    }

    func stopped() async throws -> [Figure] {
        let nights = try await DisturbedNights.stopped(extent, on: TestServer.shared)
        note("night/sigstop: \(nights.summary)")
        return [
            Figure("night/sigstop", Double(nights.faults.count), "faults", atMost: 0),
            Figure("night/sigstop-stops", Double(nights.disturbances), "stops", atLeast: full ? 50 : 3),
        ]
    }
}
