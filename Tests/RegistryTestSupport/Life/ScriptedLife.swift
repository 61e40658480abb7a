/// Residents without papers on their whole way to a card and an e-identity, over HTTP, several offices at once (issue 4,
/// "Figures").
///
/// Everything is done as its officers would do it, through the service; the test plants accounts and grants only. Generated
/// people, of whom nobody exists.
package struct ScriptedLife: Sendable {
    /// What came of it.
    package struct Outcome: Sendable {
        /// Residents who reached the end of the script.
        package fileprivate(set) var completed = 0
        /// What was answered otherwise than the script says.
        package fileprivate(set) var errors: [String] = []
        /// What the register holds and no rule allows, findings of the nightly checks included.
        package fileprivate(set) var illegalStates: [String] = []
        /// Requests that the audit does not know once, under their id, by their officer.
        package fileprivate(set) var stepsWithoutAudit: [String] = []
        /// Requests that changed or searched something.
        package fileprivate(set) var steps = 0
        /// From the first request to the last.
        package fileprivate(set) var seconds = 0.0
        /// Of the time that officers waited, how much was for letters to be set.
        package fileprivate(set) var waitingForLetters = 0.0
        package fileprivate(set) var waiting = 0.0

        package var stepsPerSecond: Double { seconds > 0 ? Double(steps) / seconds : 0 }

        /// One line for people.
        package var summary: String {
            let share = waiting > 0 ? Int((100 * waitingForLetters / waiting).rounded()) : 0
            return
                "\(completed) residents, \(steps) steps in \(Int(seconds.rounded())) s, \(share) % of the waiting for letters; "
                + "\(errors.count) errors, \(illegalStates.count) illegal states, \(stepsWithoutAudit.count) steps without audit"
        }
    }

    /// How many officers work at once, each in an office of its own.
    package static let officers = 8
    /// Two offices in each: they share the commune's book, its registers and its running numbers.
    private static let communes = ["24226", "24221", "24217", "24223"]

    private let database: TestDatabase
    private let residents: Int

    package init(residents: Int, on database: TestDatabase) {
        self.residents = residents
        self.database = database
    }

    /// Leads all of them on, and judges what is there then.
    package func run() async throws -> Outcome {
        var offices: [LifeOffice] = []
        try await TestService.serving(database) { service in
            for number in 0..<Self.officers {
                let staff = try await LifeStaff.plant(in: Self.communes[number % Self.communes.count], database)
                offices.append(LifeOffice(number: number, staff: staff, client: LifeClient(base: service.base)))
            }
            offices = await lead(offices)
        }
        var outcome = Outcome()
        outcome.completed = offices.reduce(0) { $0 + $1.completed.count }
        outcome.errors = offices.flatMap(\.faults)
        let noted = offices.flatMap(\.noted)
        outcome.steps = noted.count { $0.kind != "read" }
        outcome.seconds = offices.map(\.seconds).max() ?? 0
        outcome.waiting = noted.reduce(0) { $0 + $1.seconds }
        outcome.waitingForLetters = offices.reduce(0) { $0 + $1.secondsForLetters }
        let judge = LifeJudge(database: database, offices: offices)
        outcome.illegalStates = try await judge.illegalStates()
        outcome.stepsWithoutAudit = try await judge.stepsWithoutAudit()
        return outcome
    }

    /// All offices at once, each with its share of the residents.
    private func lead(_ offices: [LifeOffice]) async -> [LifeOffice] {
        let share = { (number: Int) in Array(stride(from: number, to: residents, by: Self.officers)) }
        return await withTaskGroup(of: LifeOffice.self) { group in
            for office in offices {
                let people = share(office.number)
                group.addTask {
                    var office = office
                    await office.lead(people)
                    return office
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
