import RegistryTestSupport

/// Nights that are disturbed: processes killed, stopped and cut off from their database (issue 3, "Figures").
///
/// A night counts as wrong when anything was done twice, not at all, or otherwise than in an undisturbed one.
struct NightBenchmarks {
    let full: Bool

    func figures() async throws -> [Figure] { try await killed() + restarted() + stopped() }

    private func killed() async throws -> [Figure] {
        let server = try await TestServer.shared
        let expected = try await TestNight.undisturbed(server)
        var (kills, wrong, redone) = (0, 0, 0)
        var takeovers: [Double] = []
        for _ in 0..<(full ? 100 : 3) {
            let night = try await TestNight(server, slow: "0.05")
            let (killed, complaints) = try await night.disturbed(byKills: 6)
            let fault = try await night.fault(expected: expected)
            if !complaints.isEmpty || fault != nil { wrong += 1 }
            kills += killed
            redone += try await night.lapses()
            takeovers += try await night.takeovers()
            try await server.drop(night.database)
        }
        return [
            Figure("night/kill-9", Double(wrong), "nights wrong", atMost: 0),
            Figure("night/kill-9-kills", Double(kills), "kills", atLeast: full ? 500 : 1),
            Figure("night/kill-9-redone", Double(redone) / Double(max(1, kills)), "tasks per kill", atMost: 1),
            // Counted from the end of the lease.
            Figure("night/takeover-p99", takeovers.percentile(0.99), "s past the lease", atMost: 5),
        ]
    }

    private func restarted() async throws -> [Figure] {
        // A server of its own: the others' is not to be restarted under them.
        try await TestServer.withServer { server in
            let expected = try await TestNight.undisturbed(server)
            var wrong = 0
            for _ in 0..<(full ? 10 : 1) {
                let night = try await TestNight(server, slow: "0.1")
                let complaints = try await night.disturbedByRestarts()
                let fault = try await night.fault(expected: expected)
                if !complaints.isEmpty || fault != nil { wrong += 1 }
                try await server.drop(night.database)
            }
            return [Figure("night/restart", Double(wrong), "nights wrong", atMost: 0)]
        }
    }

    private func stopped() async throws -> [Figure] {
        let server = try await TestServer.shared
        let expected = try await TestNight.undisturbed(server)
        var wrong = 0
        for _ in 0..<(full ? 50 : 3) {
            let night = try await TestNight(server, slow: "0.2")
            let complaints = try await night.disturbedByStop()
            let fault = try await night.fault(expected: expected)
            if !complaints.isEmpty || fault != nil { wrong += 1 }
            try await server.drop(night.database)
        }
        return [Figure("night/sigstop", Double(wrong), "nights wrong", atMost: 0)]
    }
}
