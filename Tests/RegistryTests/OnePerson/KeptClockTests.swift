import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Clocks that go on where they were, through leaving, coming back and waiting.
///
/// Moves its database's one clock.
@Suite(.registryDatabase, .serialized) struct KeptClockTests {
    private func happened(_ kind: LifeEvent.Kind, to person: ResidentKey, _ desk: CaseDesk) async throws {
        let today = try await desk.today()
        let event = LifeEvent(kind: kind, written: today.iso, days: today...today, speaker: speaker(on: today))
        let revision = try #require(try await desk.registry.record(of: person, as: desk.officer)).revision
        let record = Residents.record(event, of: person, revision: revision)
        _ = try await desk.registry.change(person, record, as: desk.officer)
    }

    private func escalate(_ desk: CaseDesk) async throws -> String {
        try await desk.database.superuserSQL("set role sogoc_jobs; select cases.escalate_overdue()")
    }

    @Test(
        "B8 whoever leaves and comes back on the same day brings the case's clocks along, state by state"
    )
    func leaving() async throws {
        try await CaseDesk.open { desk in
            // Gathering since Tuesday 17 September: thirty working days end on 29 October.
            try await desk.clock(0)
            let person = try await desk.person(from: [])
            let first = try await desk.searched(person)
            try await desk.take(.relyOnEvidence, first)
            #expect(try await desk.known(first)?.dueOn == day("2024-10-29"))

            // Twenty-one working days later she is said to leave, and to be back.
            try await desk.clock(29)
            try await happened(.departure, to: person, desk)
            #expect(try await desk.state(first) == .withdrawn)
            try await happened(.return, to: person, desk)
            let second = try await desk.opened(person)
            try await desk.take(.recordClaims, second)
            try await desk.take(CaseDesk.searched, second)
            try await desk.take(.relyOnEvidence, second)
            let known = try #require(try await desk.known(second))
            #expect(known.since == day("2024-10-16") && known.dueOn == day("2024-10-29"))
            // What its history tells is what the case goes by.
            #expect(try await desk.record(second)?.events.last?.dueOn == day("2024-10-29"))

            // Once that day has passed the district has it.
            try await desk.clock(43)
            #expect(try await escalate(desk) == "1")
            #expect(try await desk.state(second) == .escalated)
        }
    }

    @Test(
        "B8 a case that the district has on its list stays there when its person leaves and comes back; an overdue one is overdue"
    )
    func escalated() async throws {
        try await CaseDesk.open { desk in
            try await desk.clock(0)
            let listed = try await desk.person()
            let overdue = try await desk.person()
            let one = try await desk.opened(listed)
            let other = try await desk.opened(overdue)
            try await desk.clock(8)
            try await desk.database.superuserSQL(
                "update registry.identity_case set escalated_on = '2024-09-25' where id = '\(one.id)'"
            )
            for person in [listed, overdue] {
                try await happened(.departure, to: person, desk)
                try await happened(.return, to: person, desk)
            }
            let oneAgain = try await desk.opened(listed)
            let otherAgain = try await desk.opened(overdue)
            #expect(try await desk.known(oneAgain)?.escalatedOn == day("2024-09-25"))
            let due = try #require(try await desk.known(otherAgain)?.dueOn)
            #expect(due == day("2024-09-25"))
            #expect(try await desk.known(other)?.state == .withdrawn)
            try await desk.clock(9)
            #expect(try await escalate(desk) == "1")
            #expect(try await desk.known(otherAgain)?.escalatedOn == day("2024-09-26"))
        }
    }

    @Test(
        "B7 B8 waiting for another case stops a clock and does not start it anew; what is overdue stays so while it waits"
    )
    func waiting() async throws {
        try await CaseDesk.open { desk in
            try await desk.clock(0)
            let awaited = try await desk.proposed(try await desk.person())
            let child = try await desk.searched(try await desk.person(from: []))
            try await desk.take(.relyOnEvidence, child)
            let late = try await desk.searched(try await desk.person(from: []))
            // Twenty-one of thirty working days, then it waits for ten weeks.
            try await desk.clock(29)
            try await desk.take(.hold(for: awaited), child)
            #expect(try await desk.known(child)?.dueOn == nil)
            // Three working days to go on from the search have passed long since.
            try await desk.take(.hold(for: awaited), late)
            #expect(try await desk.known(late)?.dueOn == day("2024-09-20"))
            #expect(try await escalate(desk) == "2")
            #expect(try await desk.known(late)?.escalatedOn == day("2024-10-16"))
            #expect(try await desk.known(child)?.escalatedOn == nil)

            try await desk.clock(99)
            try await desk.take(CaseDesk.decide(.identified), awaited, as: desk.supervisor)
            let released = try #require(try await desk.known(child))
            #expect(released.state == .gathering && released.since == day("2024-12-25"))
            #expect(released.dueOn == day("2025-01-08"))
        }
    }
}
