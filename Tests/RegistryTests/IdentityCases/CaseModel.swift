import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport

/// What `domain/case_steps.csv` and the rules say of an attempt, without asking the database.
///
/// People, cases and requests are numbers here; `World` gives them ids.
struct CaseModel {
    struct User {
        let index: Int
        /// By book, the offices held.
        let offices: [Int32: Set<String>]
        /// The household the user lives in.
        var household: Int?
    }

    struct Person {
        let book: Int32
        /// Provinces, by their place in the list; empty: asked, and not known.
        let claims: [Int]
        let wasAsked: Bool
        let household: Int?
        /// In which batch something was last recorded of the person.
        var factBatch = -1
        var number: String?
    }

    struct Request {
        let claim: Int
        let name: Int
        let dueOn: CalendarDay
        var awaitedUntil: CalendarDay
        var outcome: ReplyOutcome?
    }

    struct Case {
        let person: Int
        let book: Int32
        let opener: Int
        var state: String
        var revision = 1
        var submitters: Set<Int> = []
        var isExtended = false
        var outcome: IdentityCase.Outcome?
        var decidedBatch = -1
        var waitsFor: Int?
        var requests: [Int] = []
        /// Of the reply that was recorded last.
        var lastOutcome: ReplyOutcome?
    }

    /// What an attempt brings along; the rest of it is who tries which step on which case.
    enum Content {
        case words(reason: Bool)
        case search(isComplete: Bool)
        case question(claim: Int, name: Int)
        case request(Int)
        case reply(Int, ReplyOutcome)
        case decision(IdentityCase.Outcome, isComplete: Bool)
        case number(String, Number)
        case hold(Int)
        case withdrawal(isKnown: Bool)

        enum Number {
            case agreeing
            case ofOtherSex
            case malformed
        }
    }

    struct Attempt {
        let user: Int
        /// The book that is named, and whether it is the case's.
        let book: Int32
        let target: Int
        let step: String
        let revision: Int
        let content: Content
    }

    /// What comes of an attempt: the state, and the SQLSTATE with the constraint where it is refused.
    struct Outcome: Equatable {
        var sqlState = "00000"
        var constraint = ""
        var state: String
        var revision: Int
    }

    let table: CaseTable
    var users: [User]
    var people: [Person]
    var cases: [Case] = []
    var requests: [Request] = []
    /// Which batch of attempts is under way, and its day.
    var batch = 0
    var today = CalendarDay.earliest
    /// The ends of the periods of `reply.due` and `reply.remind_every` that begin today.
    var replyDue = CalendarDay.earliest
    var remindDue = CalendarDay.earliest
    /// Numbers that somebody has.
    var taken: Set<String> = []

    init(table: CaseTable, users: [User], people: [Person]) {
        self.table = table
        self.users = users
        self.people = people
    }

    // MARK: Who

    private func sees(_ user: User, _ book: Int32) -> Bool { !(user.offices[book] ?? []).isEmpty }

    /// The guard of four eyes that says no: the officer who registered a book's people said all that is known of them.
    private func fourEyes(_ user: User, _ target: Case) -> String? {
        let registrar = target.book == 8 ? 0 : 8
        let submitters = target.submitters.union([target.opener, registrar])
        if submitters.contains(user.index) { return "four_eyes" }
        let isHousemate = user.household != nil && submitters.contains { users[$0].household == user.household }
        let isOwn = user.household != nil && people[target.person].household == user.household
        return isHousemate || isOwn ? "four_eyes_household" : nil
    }

    // MARK: What is needed

    /// The last answer of each request of a case.
    private func outcomes(_ target: Case) -> [(claim: Int, outcome: ReplyOutcome)] {
        target.requests.compactMap { index in
            requests[index].outcome.map { (requests[index].claim, $0) }
        }
    }

    func isOpen(claim: Int, name: Int, in target: Case) -> Bool {
        people[target.person].claims.contains(claim)
            && !target.requests.contains { requests[$0].claim == claim && requests[$0].name == name }
            && !outcomes(target).contains { $0.outcome == .match }
    }

    /// The default weights of `domain/parameters.csv`: each place once, by the best it says.
    private func strength(_ target: Case) -> Int {
        var places: [Int: Int] = [:]
        for (claim, outcome) in outcomes(target) {
            let points: Int? =
                switch outcome {
                case .match: 60
                case .matchWithDifferences: 35
                case .notFound: -10
                default: nil
                }
            guard let points else { continue }
            places[claim] = max(points, places[claim] ?? points)
        }
        return max(0, places.values.reduce(0, +))
    }

    private func isAnswerable(_ index: Int, in target: Case) -> String? {
        guard target.requests.contains(index) else { return "request_of_case" }
        return requests[index].outcome == .withdrawn ? "request_closed" : nil
    }

    /// The requirement that is not met.
    private func missing(_ attempt: Attempt, _ target: Case) -> String? {
        let person = people[target.person]
        switch (attempt.step, attempt.content) {
        case ("record_claims", _): return person.wasAsked ? nil : "case_claims_missing"
        case ("search_duplicates", .search(let isComplete)): return isComplete ? nil : "case_search_missing"
        case ("send_request", .question(let claim, let name)), ("ask_next", .question(let claim, let name)):
            if isOpen(claim: claim, name: name, in: target) { return nil }
            let wasAsked = target.requests.contains { requests[$0].claim == claim && requests[$0].name == name }
            return wasAsked ? "request_asked_before" : "request_question"
        case ("rely_on_evidence", _):
            return target.state == "searched" && !person.claims.isEmpty ? "case_claims_left" : nil
        case ("record_reply", .reply(let index, let outcome)):
            if let closed = isAnswerable(index, in: target) { return closed }
            return outcome == .noReply && requests[index].dueOn >= today ? "reply_not_due" : nil
        case ("remind", .request(let index)):
            if let closed = isAnswerable(index, in: target) { return closed }
            if let outcome = requests[index].outcome, outcome != .noReply { return "request_answered" }
            return requests[index].awaitedUntil >= today ? "request_not_due" : nil
        case ("propose", _):
            if target.state == "gathering" { return strength(target) >= 60 ? nil : "case_strength_below" }
            return target.lastOutcome == .match || target.lastOutcome == .matchWithDifferences
                ? nil : "case_outcome_no_match"
        case ("decide", .decision(_, let isComplete)): return isComplete ? nil : "case_rests_on_missing"
        case ("send_back", .words(let reason)), ("escalate", .words(let reason)):
            return reason ? nil : "case_reason_missing"
        case ("extend", .words(let reason)):
            return !reason ? "case_reason_missing" : target.isExtended ? "case_extended_once" : nil
        case ("reopen", .words(let reason)):
            return !reason ? "case_reason_missing" : person.factBatch > target.decidedBatch ? nil : "case_no_new_fact"
        case ("withdraw", .withdrawal(let isKnown)): return isKnown ? nil : "identity_case_withdrawal"
        case ("hold", .hold(let other)): return cannotWait(attempt, for: other)
        case ("enter_number", .number(let number, let kind)):
            if target.outcome == .notIdentified { return "case_not_identified" }
            if person.number == number { return nil }
            switch kind {
            case .malformed: return "number_form"
            case .ofOtherSex: return "number_sex"
            case .agreeing:
                if taken.contains(number) { return "personal_number_pkey" }
                return person.number == nil ? nil : "personal_number_one_confirmed"
            }
        case ("close", _): return nil
        default: return "case_step_needs_more"
        }
    }

    private func cannotWait(_ attempt: Attempt, for other: Int) -> String? {
        let awaited = cases[other]
        guard other != attempt.target, sees(users[attempt.user], awaited.book) else { return "case_awaited" }
        guard !["decided", "numbered", "closed", "withdrawn"].contains(awaited.state) else {
            return "case_awaited_over"
        }
        var next = awaited.waitsFor
        while let waiting = next {
            if waiting == attempt.target { return "case_wait_cycle" }
            next = cases[waiting].waitsFor
        }
        return nil
    }

    // MARK: What comes of it

    /// What the database must answer; the model is then as the database is.
    mutating func attempt(_ attempt: Attempt) -> Outcome {
        if let refusal = refusal(of: attempt) { return refusal }
        take(attempt)
        return Outcome(state: cases[attempt.target].state, revision: cases[attempt.target].revision)
    }

    /// How the database must refuse an attempt; nil where it takes it.
    func refusal(of attempt: Attempt) -> Outcome? {
        let target = cases[attempt.target]
        let user = users[attempt.user]
        func refused(_ sqlState: String, _ constraint: String = "") -> Outcome {
            Outcome(sqlState: sqlState, constraint: constraint, state: target.state, revision: target.revision)
        }
        guard sees(user, attempt.book), attempt.book == target.book else { return refused("SG404") }
        guard attempt.revision == target.revision else { return refused("SG412") }
        // Steps of `system` are nobody's.
        guard let rule = table.rules[.init(from: target.state, step: attempt.step)], rule.role != "system" else {
            return refused("SG409", "case_step_illegal")
        }
        guard user.offices[target.book]?.contains(rule.role) ?? false else { return refused("SG403", "office_missing") }
        if rule.fourEyes, let guarding = fourEyes(user, target) { return refused("SG409", guarding) }
        if let constraint = missing(attempt, target) {
            return refused(constraint.hasPrefix("personal_number_") ? "23505" : "SG409", constraint)
        }
        if attempt.step == "reopen", hasOtherOpenCase(attempt.target) {
            return refused("23505", "identity_case_one_open")
        }
        return nil
    }

    private func hasOtherOpenCase(_ index: Int) -> Bool {
        cases.indices.contains { other in
            other != index && cases[other].person == cases[index].person && cases[other].book == cases[index].book
                && !["closed", "withdrawn"].contains(cases[other].state)
        }
    }

    private mutating func take(_ attempt: Attempt) {
        var target = cases[attempt.target]
        guard let rule = table.rules[.init(from: target.state, step: attempt.step)] else { return }
        target.state = rule.to
        target.revision += 1
        if rule.role == "commune_officer" { target.submitters.insert(attempt.user) }
        switch (attempt.step, attempt.content) {
        case ("extend", _): target.isExtended = true
        case ("send_request", .question(let claim, let name)), ("ask_next", .question(let claim, let name)):
            target.requests.append(requests.count)
            requests.append(Request(claim: claim, name: name, dueOn: replyDue, awaitedUntil: replyDue))
        case ("remind", .request(let index)):
            requests[index].awaitedUntil = max(requests[index].awaitedUntil, remindDue)
        case ("record_reply", .reply(let index, let outcome)):
            requests[index].outcome = outcome
            target.lastOutcome = outcome
        case ("decide", .decision(let outcome, _)):
            target.outcome = outcome
            target.decidedBatch = batch
        case ("enter_number", .number(let number, _)):
            people[target.person].number = number
            taken.insert(number)
        case ("reopen", _):
            target.outcome = nil
        case ("hold", .hold(let other)): target.waitsFor = other
        default: break
        }
        cases[attempt.target] = target
        if attempt.step == "decide" || attempt.step == "withdraw" { release(waitingFor: attempt.target) }
    }

    /// Whoever waited goes on (B7).
    private mutating func release(waitingFor over: Int) {
        for index in cases.indices where cases[index].waitsFor == over {
            cases[index].waitsFor = nil
            cases[index].state = "gathering"
            cases[index].revision += 1
        }
    }
}
