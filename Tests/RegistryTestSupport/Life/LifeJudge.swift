/// Looks at what the scripted lives have left in the register: as `domain/case_steps.csv` allows it, as the nightly checks
/// see it, and as the audit knows it.
struct LifeJudge {
    let database: TestDatabase
    let offices: [LifeOffice]

    // MARK: States

    /// What no rule allows.
    func illegalStates() async throws -> [String] {
        try await cases() + cards() + accounts() + numbers() + findings()
    }

    /// The way that the script leads a case.
    private static let way = [
        "open", "record_claims", "search_duplicates", "send_request", "record_reply", "ask_next", "record_reply",
        "ask_next", "record_reply", "rely_on_evidence", "propose", "decide", "enter_number", "close",
    ]

    /// Each case's events one after the other, against the table's rows: from where to where, by whose office, with how many
    /// eyes; and the case where its last event left it.
    private func cases() async throws -> [String] {
        let table = try CaseTable()
        let offices = offices.reduce(into: [:]) { $0.merge($1.staff.offices) { first, _ in first } }
        let events = try await rows(
            """
            select event.case_id, event.revision, event.step, coalesce(event.from_state, ''), event.to_state,
                   coalesce(event.actor, 0), known.state, known.revision, known.resident_id
            from registry.case_event as event
            join registry.identity_case as known on (known.book_id, known.id) = (event.book_id, event.case_id)
            order by event.case_id, event.revision
            """
        )
        var faults: [String] = []
        let completed = Set(self.offices.flatMap(\.completed))
        var seen: Set<String> = []
        let histories = Dictionary(grouping: events) { $0[0] }
        for (id, history) in histories {
            var state = ""
            var submitters: Set<Int32> = []
            for (place, event) in history.enumerated() {
                let (step, from, to, actor) = (event[2], event[3], event[4], Int32(event[5]) ?? 0)
                let said = "case \(id), event \(place + 1): \(from) \(step) \(to)"
                guard from == state, let rule = table.rules[.init(from: from, step: step)], rule.to == to else {
                    faults.append("\(said): no such step leads there from \(state)")
                    break
                }
                if event[1] != String(place + 1) { faults.append("\(said): revision \(event[1])") }
                if offices[actor] != rule.role { faults.append("\(said): by \(offices[actor] ?? "nobody")") }
                if rule.fourEyes, submitters.contains(actor) { faults.append("\(said): by who submitted it") }
                if rule.role == "commune_officer" { submitters.insert(actor) }
                state = to
            }
            guard let last = history.last else { continue }
            if last[6] != state || last[7] != String(history.count) {
                faults.append("case \(id): \(last[6]) at revision \(last[7]), its events lead to \(state)")
            }
            if completed.contains(last[8]) {
                seen.insert(last[8])
                if history.map({ $0[2] }) != Self.way { faults.append("case \(id): another way than the script's") }
            }
        }
        return faults + completed.subtracting(seen).map { "resident \($0): no case" }
    }

    private func cards() async throws -> [String] {
        try await papers(
            "card",
            way: "requested approved batched printed handed_over",
            """
            select card.id, card.resident_id, card.state, string_agg(event.step, ' ' order by event.id),
                   max(event.recorded_by) filter (where event.step = 'requested')
                       = max(event.recorded_by) filter (where event.step = 'approved')
            from registry.card
            join registry.card_event as event on (event.book_id, event.card_id) = (card.book_id, card.id)
            group by card.book_id, card.id
            """
        )
    }

    private func accounts() async throws -> [String] {
        try await papers(
            "account",
            way: "requested granted activated",
            """
            select account.id, account.resident_id, account.state, string_agg(event.step, ' ' order by event.id),
                   max(event.recorded_by) filter (where event.step = 'requested')
                       = max(event.recorded_by) filter (where event.step = 'granted')
            from registry.e_identity as account
            join registry.e_identity_event as event on (event.book_id, event.identity_id) = (account.book_id, account.id)
            group by account.book_id, account.id
            """
        )
    }

    /// One paper for each resident, which has gone its way with four eyes and is where its last step left it.
    private func papers(_ noun: String, way: String, _ statement: String) async throws -> [String] {
        let completed = Set(offices.flatMap(\.completed))
        var holders: [String: Int] = [:]
        var faults: [String] = []
        for paper in try await rows(statement) {
            holders[paper[1], default: 0] += 1
            let steps = paper[3].split(separator: " ").map(String.init)
            if !way.hasPrefix(paper[3]) || completed.contains(paper[1]) && paper[3] != way {
                faults.append("\(noun) \(paper[0]): \(paper[3])")
            }
            // A card that lies with the printer is still approved.
            if steps.last(where: { $0 != "batched" }) != paper[2] { faults.append("\(noun) \(paper[0]): \(paper[2])") }
            if paper[4] == "t" { faults.append("\(noun) \(paper[0]): approved by who requested it") }
        }
        return faults + completed.filter { holders[$0] != 1 }.map { "resident \($0): \(holders[$0] ?? 0) of \(noun)" }
    }

    /// Each resident's number is confirmed, and is the register's word on her.
    private func numbers() async throws -> [String] {
        let numbered = try await rows(
            """
            select known.resident_id from registry.personal_number as known
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (known.book_id, known.resident_id)
                and version.believed_to = 'infinity' and version.has_number and version.name_kind = 'BIRTH'
            where known.state = 'confirmed'
            """
        ).map { $0[0] }
        let completed = Set(offices.flatMap(\.completed))
        let odd = Dictionary(grouping: numbered, by: \.self).filter { $0.value.count != 1 }.keys
        return completed.subtracting(numbered).map { "resident \($0): no confirmed number" }
            + odd.map { "resident \($0): two numbers" }
    }

    /// A night over the register: what it finds in the communes' books that is serious or worse.
    private func findings() async throws -> [String] {
        let night = try await SogocBinary.run(
            ["jobs", "run", "nightly-checks"],
            environment: database.environment,
            deadline: .seconds(3600)
        )
        let failed = try await rows("select name, coalesce(error, '') from jobs.task where state = 'failed'")
        guard failed.isEmpty, try await rows("select name from jobs.check_mark limit 1").count == 1 else {
            throw TestServerError(output: "the night failed: \(failed) \(night.stderr)")
        }
        return try await rows(
            """
            select check_name, subject, subject_id from registry.finding
            where severity in ('serious', 'critical') and book_id > 0
            order by check_name, subject_id
            """
        ).map { "finding \($0.joined(separator: " "))" }
    }

    // MARK: Audit

    /// Requests that the audit does not hold exactly once, under their id, as what they were and by whom; and writes that it
    /// holds and nobody made.
    func stepsWithoutAudit() async throws -> [String] {
        let users = offices.flatMap(\.staff.offices.keys).map(String.init).joined(separator: ", ")
        let events = try await rows(
            """
            select request_id, kind, action, user_id, count(*) from audit.event where user_id in (\(users))
            group by request_id, kind, action, user_id
            """
        )
        var known: [String: Int] = [:]
        var writes = 0
        for event in events {
            known[event[0...3].joined(separator: " ")] = Int(event[4])
            if event[1] == "write" { writes += Int(event[4]) ?? 0 }
        }
        let noted = offices.flatMap(\.noted)
        var missing = noted.filter { known["\($0.requestID) \($0.kind) \($0.action) \($0.officer)"] != 1 }
            .map { "\($0.action) by \($0.officer)" }
        let own = noted.count { $0.kind == "write" }
        if writes != own { missing.append("\(own) writes were sent, the audit holds \(writes)") }
        return missing
    }

    private func rows(_ statement: String) async throws -> [[String]] {
        try await database.superuserSQL(statement).split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
