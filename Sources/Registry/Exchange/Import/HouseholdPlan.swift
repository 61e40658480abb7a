import CivilIdentity
import FoundationEssentials
import Postgres

/// Which households and settlements a batch needs, which of them are there, and who becomes head.
struct HouseholdPlan {
    private struct Home {
        let id: UUID
        let openedOn: PostgresDate
        var hasHead: Bool
        var settlement: UUID?
        let isNew: Bool
    }

    struct Membership {
        let household: UUID
        /// The household has a head: the database would refuse another (A6), and nobody knows which of the two is right.
        let isSecondHead: Bool
        let livesElsewhere: Bool
    }

    struct RecordedHousehold: Hashable {
        let book: Int32
        let id: UUID
    }

    private struct VillageKey: Hashable {
        let book: Int32
        let key: String
    }

    private var homes: [RecordKey: Home] = [:]
    private var settlements: [VillageKey: UUID]
    private var missing: [VillageKey: NewSettlement] = [:]

    private(set) var opened: [NewHousehold] = []
    private(set) var places: [NewPlace] = []
    /// Households that were there without a place and have one now.
    private(set) var settled: [NewPlace] = []
    /// Households whose members came on several days, or before the one on which it was opened: their past is to be told.
    private(set) var dated: Set<RecordedHousehold> = []

    private init(homes: [RecordKey: Home], settlements: [VillageKey: UUID]) {
        self.homes = homes
        self.settlements = settlements
    }

    /// From the answers of ``ImportStatements/knownHouseholds(source:books:ids:)`` and
    /// ``ImportStatements/knownSettlements(books:keys:)``.
    init(households: Rows, settlements: Rows) throws {
        var homes: [RecordKey: Home] = [:]
        for row in households {
            homes[RecordKey(try row["book_id"], try row["record_id"])] = Home(
                id: try row["household_id"],
                openedOn: try row["opened_on"],
                hasHead: try row["has_head"],
                settlement: try row["settlement_id"],
                isNew: false
            )
        }
        var known: [VillageKey: UUID] = [:]
        for row in settlements {
            known[VillageKey(book: try row["book_id"], key: try row["name_key"])] = try row["settlement_id"]
        }
        self.init(homes: homes, settlements: known)
    }

    /// Notes that a row names a village.
    mutating func expect(_ village: VillageName?, in book: Int32) {
        guard let village else { return }
        let key = VillageKey(book: book, key: village.key)
        guard settlements[key] == nil, missing[key] == nil else { return }
        missing[key] = NewSettlement(book: book, id: UUID.v7(), village: village)
    }

    /// Makes the villages that are not there.
    mutating func makeSettlements(_ transaction: PostgresTransaction, _ outcome: inout ImportRun.Outcome) async throws {
        guard !missing.isEmpty else { return }
        let wanted = missing.values.sorted { ($0.book, $0.village.key) < ($1.book, $1.village.key) }
        for row in try await transaction.rows(ImportStatements.settlements(wanted)) {
            settlements[VillageKey(book: try row["book_id"], key: try row["name_key"])] = try row["settlement_id"]
            if try row["made"] as Bool { outcome.counts.newSettlements += 1 }
        }
        missing = [:]
    }

    /// Whether the household is in the register.
    func isKnown(_ key: RecordKey) -> Bool { homes[key] != nil }

    /// The household of a record id, opened on the day if it is not there.
    mutating func open(
        _ key: RecordKey,
        village: VillageName?,
        on day: CalendarDay,
        bookNumber: String? = nil,
        phone: String? = nil
    ) -> (household: UUID, livesElsewhere: Bool) {
        let settlement = village.flatMap { settlements[VillageKey(book: key.book, key: $0.key)] }
        if var home = homes[key] {
            guard let settlement else { return (home.id, false) }
            if let place = home.settlement { return (home.id, place != settlement) }
            let place = NewPlace(book: key.book, household: home.id, settlement: settlement, since: day)
            places.append(place)
            if !home.isNew { settled.append(place) }
            home.settlement = settlement
            homes[key] = home
            return (home.id, false)
        }
        let id = UUID.v7()
        homes[key] = Home(id: id, openedOn: day.date, hasHead: false, settlement: settlement, isNew: true)
        opened.append(
            NewHousehold(book: key.book, id: id, recordID: key.id, openedOn: day, bookNumber: bookNumber, phone: phone)
        )
        if let settlement {
            places.append(NewPlace(book: key.book, household: id, settlement: settlement, since: day))
        }
        return (id, false)
    }

    /// Adds a member.
    mutating func join(_ key: RecordKey, village: VillageName?, asHead: Bool, on day: CalendarDay) -> Membership {
        let (household, livesElsewhere) = open(key, village: village, on: day)
        // What is known since an earlier batch is written on from there; only days before it are added.
        if let home = homes[key], home.isNew ? home.openedOn != day.date : day.date < home.openedOn {
            dated.insert(RecordedHousehold(book: key.book, id: household))
        }
        var isSecondHead = false
        if asHead, var home = homes[key] {
            isSecondHead = home.hasHead
            home.hasHead = true
            homes[key] = home
        }
        return Membership(household: household, isSecondHead: isSecondHead, livesElsewhere: livesElsewhere)
    }
}
