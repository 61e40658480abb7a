import RegistryTestSupport

@testable import RegistryJobs

/// What a finding's life ought to be, told without a database; days and nights are numbers.
struct FindingModel {
    let check: Int
    let book: Int32
    let subject: String

    private(set) var isKnown = false
    /// Whether the latest complete run saw it.
    private(set) var isSeen = false
    private(set) var facts = 0
    private(set) var reopenings = 0
    private(set) var firstNight = 0
    private(set) var lastNight = 0
    private var isAssigned = false
    private var waivedUntil: Int?
    private(set) var events: [String] = []

    init(check: Int, book: Int32, subject: String) {
        self.check = check
        self.book = book
        self.subject = subject
    }

    func state(today: Int) -> String {
        guard isSeen else { return "resolved" }
        if let waivedUntil, waivedUntil >= today { return "waived" }
        return isAssigned ? "acknowledged" : reopenings > 0 ? "reopened" : "open"
    }

    enum Outcome {
        case opened
        case reopened
        case healed
        case carried
        case nothing
    }

    /// A complete run of its check: with these facts it was there, without any it was not.
    mutating func seen(facts now: Int?, night: Int) -> Outcome {
        defer { if isKnown, isSeen { lastNight = night } }
        guard let now else {
            guard isKnown, isSeen else { return .nothing }
            isSeen = false
            events.append("resolved")
            return .healed
        }
        guard isKnown else {
            (isKnown, isSeen, facts, firstNight) = (true, true, now, night)
            return .opened
        }
        guard isSeen else {
            (isSeen, facts, isAssigned, waivedUntil) = (true, now, false, nil)
            reopenings += 1
            events.append("reopened")
            return .reopened
        }
        if facts != now { events.append("facts_changed") }
        if let until = waivedUntil, until < night {
            waivedUntil = nil
            events.append("waiver_ended")
        } else if waivedUntil != nil, facts != now {
            waivedUntil = nil
            events.append("waiver_fell")
        }
        facts = now
        return .carried
    }

    /// A whole night without its check in the catalogue.
    mutating func retired() {
        guard isKnown, isSeen else { return }
        isSeen = false
        events.append("retired")
    }

    enum Act: CaseIterable {
        case assign
        case unassign
        case comment
        case waive
        case withdrawWaiver
    }

    /// Whether it can be done.
    mutating func apply(_ act: Act, today: Int, until: Int) -> Bool {
        switch act {
        case .comment:
            events.append("commented")
            return true
        case .withdrawWaiver:
            guard isSeen, let waivedUntil, waivedUntil >= today else { return false }
            self.waivedUntil = nil
            events.append("waiver_withdrawn")
            return true
        case _ where !isSeen: return false
        case .assign:
            isAssigned = true
            events.append("assigned")
            return true
        case .unassign:
            isAssigned = false
            events.append("unassigned")
            return true
        case .waive:
            waivedUntil = until
            events.append("waived")
            return true
        }
    }
}

/// Chance that comes out the same for the same seed (SplitMix64).
struct Script {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func happens(_ times: Int, in all: Int) -> Bool { number(1...all) <= times }

    /// What the register is like tonight: the defect's facts, nil where there is none.
    ///
    /// What is there mostly stays.
    mutating func truth(of life: FindingModel) -> Int? {
        let isThere = life.isSeen ? !happens(1, in: 5) : happens(1, in: 3)
        guard isThere else { return nil }
        return happens(1, in: 5) ? number(1...3) : max(life.facts, 1)
    }
}

extension TestDatabase {
    /// The nights' own today.
    func today() async throws -> String { try await superuserSQL("select jobs.today()") }
}
