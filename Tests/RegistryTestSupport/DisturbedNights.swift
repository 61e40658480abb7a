/// What came of nights whose runners were killed or stopped, or lost their database (issue 3, "Figures").
package struct DisturbedNights: Sendable {
    /// How many nights, and how often each is disturbed.
    package enum Extent: Sendable {
        /// For every run of the tests.
        case short
        /// As the issue asks for.
        case full
    }

    package private(set) var nights = 0
    /// What was done twice, not at all, or otherwise than in an undisturbed night, and what runners said that did not end well.
    package private(set) var faults: [String] = []
    /// Kills, restarts or stops that met a runner alive.
    package private(set) var disturbances = 0
    /// Tasks begun again because the runner that had them was killed or stopped.
    package private(set) var redone = 0
    /// How many of them one kill or stop caused at most.
    package private(set) var mostRedoneByOne = 0
    /// Tasks taken over from a runner that nobody had touched: the machine was too busy for it to renew the lease.
    package private(set) var strayed = 0
    /// Seconds from the end of a lease that was not renewed until another runner had the task.
    package private(set) var takeovers: [Double] = []

    /// One line for people.
    package var summary: String {
        let times = [0.5, 0.99, 1].map { String((takeovers.percentile($0) * 100).rounded() / 100) }
        return
            "\(nights) nights, \(disturbances) disturbances, \(faults.count) faults; \(redone) tasks redone, at most "
            + "\(mostRedoneByOne) by one, and \(strayed) of runners left alone; takeover after the lease's end: p50 \(times[0]) s, "
            + "p99 \(times[1]) s, longest \(times[2]) s"
    }

    /// Three runners at once, of which one is killed and replaced again and again: in full 100 nights with six kills each.
    package static func killed(_ extent: Extent, on server: TestServer) async throws -> DisturbedNights {
        // In full with longer tasks, so that most kills meet one in hand.
        let (nights, kills, slow) = extent == .full ? (100, 6, "0.2") : (2, 5, "0.05")
        return try await disturbed(nights, on: server, slow: slow) { night in
            try await night.disturbed(byKills: kills)
        }
    }

    /// The server is restarted and crashed once in each night: in full 20 times in all.
    ///
    /// For a server of `withServer`: other suites use the shared one.
    package static func restarted(_ extent: Extent, on server: TestServer) async throws -> DisturbedNights {
        try await disturbed(extent == .full ? 10 : 1, on: server, slow: "0.1") { night in
            try await night.disturbedByRestarts()
        }
    }

    /// A runner is stopped past its lease while another does all of its work, and then goes on: in full 50 times.
    package static func stopped(_ extent: Extent, on server: TestServer) async throws -> DisturbedNights {
        try await disturbed(extent == .full ? 50 : 3, on: server, slow: "0.2") { night in
            try await night.disturbedByStop()
        }
    }

    private static func disturbed(
        _ count: Int,
        on server: TestServer,
        slow: String,
        _ disturb: (TestNight) async throws -> TestNight.Disturbance
    ) async throws -> DisturbedNights {
        let expected = try await TestNight.undisturbed(server)
        var all = DisturbedNights()
        for _ in 0..<count {
            let night = try await TestNight(server, slow: slow)
            try await all.add(disturb(night), of: night, expected: expected)
            try await server.drop(night.database)
        }
        return all
    }

    private mutating func add(
        _ disturbance: TestNight.Disturbance,
        of night: TestNight,
        expected: String
    ) async throws {
        nights += 1
        disturbances += disturbance.count
        faults += disturbance.complaints
        if let fault = try await night.fault(expected: expected) { faults.append(fault) }
        let lost = try await night.takeovers()
        takeovers += lost.map(\.seconds)
        let caused = lost.filter { disturbance.victims.contains($0.from) }
        redone += caused.count
        strayed += lost.count - caused.count
        mostRedoneByOne = max(mostRedoneByOne, Dictionary(grouping: caused, by: \.from).values.map(\.count).max() ?? 0)
    }
}
