/// The people of one commune's office who lead a life on its way: each act has somebody of its own, so that no two eyes
/// are ever where four must be (B9).
struct LifeStaff: Sendable {
    /// The code of the commune whose office it is.
    let commune: String
    /// Registers people and households.
    let clerk: TestOfficer
    /// Opens cases, searches for duplicates, writes to home towns.
    let caseOfficer: TestOfficer
    /// Records what comes back, what witnesses say, and what is told of name and birth.
    let recorder: TestOfficer
    /// Decides facts and cases.
    let chief: TestOfficer
    /// Enters numbers, requests cards, sends them to be printed, and hands them over.
    let cardOfficer: TestOfficer
    /// Approves cards.
    let deputy: TestOfficer
    /// Requests accounts and records that they were activated.
    let accountOfficer: TestOfficer
    /// Grants accounts.
    let otherDeputy: TestOfficer

    /// Plants the accounts and grants that the installation's administrators would have made.
    static func plant(in commune: String, _ database: TestDatabase) async throws -> LifeStaff {
        func officer() async throws -> TestOfficer { try await database.officer(of: commune) }
        func supervisor() async throws -> TestOfficer { try await database.officer("commune_supervisor", of: commune) }
        let staff = try await LifeStaff(
            commune: commune,
            clerk: officer(),
            caseOfficer: officer(),
            recorder: officer(),
            chief: supervisor(),
            cardOfficer: officer(),
            deputy: supervisor(),
            accountOfficer: officer(),
            otherDeputy: supervisor()
        )
        // A thousand lives take longer than a test's session; twelve hours is what any may last.
        let users = staff.offices.keys.map(String.init).joined(separator: ", ")
        try await database.superuserSQL(
            "update auth.session set expires_at = created_at + interval '12 hours' where user_id in (\(users))"
        )
        return staff
    }

    /// By user, the office held.
    var offices: [Int32: String] {
        var offices: [Int32: String] = [:]
        for officer in [clerk, caseOfficer, recorder, cardOfficer, accountOfficer] {
            offices[officer.userID] = "commune_officer"
        }
        for officer in [chief, deputy, otherDeputy] { offices[officer.userID] = "commune_supervisor" }
        return offices
    }
}
