import CivilIdentity

/// The rows of some households before they are shuffled and get their record ids.
struct DemonstrationBlock {
    private struct Row {
        let start: Int
        let end: Int
        let household: String
        let person: Int
        let isHead: Bool
        let commune: String
        /// Why the person stands here a second time; nil where she lives.
        let scenario: String?
        var confirmation: Confirmation?
    }

    private struct Confirmation {
        let number: String
        let day: CalendarDay
        let notice: String
    }

    private struct Household {
        let id: String
        let fields: String
        let fieldsAfterHead: String
    }

    private var rows: [Row] = []
    private var bytes: [UInt8] = []
    private var households: [Household] = []
    private var assessments: [DemonstrationPiece.Assessment] = []
    private var persons = 0
    private var recordsBefore = 0
    private var householdsBefore = 0

    mutating func newPerson() -> Int {
        persons += 1
        return persons - 1
    }

    /// Begins a household, and answers its id.
    mutating func household(commune: String, village: String, bookNumber: String, members: Int, phone: String) -> String
    {
        let id = "demo-H" + Self.padded(householdsBefore + households.count + 1, 7)
        households.append(
            Household(
                id: id,
                fields: "\(id),\(commune),\(village),",
                fieldsAfterHead: ",\(bookNumber),\(members),\(phone)\n"
            )
        )
        return id
    }

    /// Adds a registration, whose fields after `household_id` `write` appends; answers what that answers.
    mutating func row(
        commune: String,
        village: String,
        _ household: String,
        _ person: Int,
        isHead: Bool,
        scenario: String?,
        _ write: (inout [UInt8]) -> String?
    ) -> String? {
        let start = bytes.count
        for text in [commune, village, household] {
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: text.utf8)
        }
        let number = write(&bytes)
        bytes.append(UInt8(ascii: "\n"))
        rows.append(
            Row(
                start: start,
                end: bytes.count,
                household: household,
                person: person,
                isHead: isHead,
                commune: commune,
                scenario: scenario
            )
        )
        return number
    }

    /// The number of the row that was added last was confirmed by a decision.
    mutating func confirm(_ number: String, on day: CalendarDay, notice: String) {
        rows[rows.count - 1].confirmation = Confirmation(number: number, day: day, notice: notice)
    }

    mutating func assess(_ household: String, of commune: String, as className: String, decision: String) {
        assessments.append(
            DemonstrationPiece.Assessment(
                household: household,
                commune: commune,
                year: 2023,
                className: className,
                decision: decision
            )
        )
    }

    /// The block's piece; the block is empty afterwards, and counts on.
    mutating func finish(_ random: inout SeededRandom) -> DemonstrationPiece {
        var piece = DemonstrationPiece()
        piece.rows = rows.count
        piece.persons.reserveCapacity(bytes.count + rows.count * 14)
        var order = Array(rows.indices)
        for index in order.indices.dropFirst() { order.swapAt(index, random.below(index + 1)) }
        var heads: [String: String] = [:]
        var records = [[(id: String, row: Row)]](repeating: [], count: persons)
        var confirmed = Set<Int>()
        let atHome = Set(rows.lazy.filter { $0.scenario == nil && $0.confirmation != nil }.map(\.person))
        for (position, index) in order.enumerated() {
            let row = rows[index]
            let id = "demo-R" + Self.padded(recordsBefore + position + 1, 8)
            piece.persons.append(contentsOf: id.utf8)
            piece.persons.append(contentsOf: bytes[row.start..<row.end])
            if row.isHead { heads[row.household] = id }
            records[row.person].append((id, row))
            // A person has one number, and one book in which it was confirmed: where she lives, if it was there.
            if let confirmation = row.confirmation, row.scenario == nil || !atHome.contains(row.person),
                confirmed.insert(row.person).inserted
            {
                piece.confirmations.append(
                    DemonstrationPiece.Confirmation(
                        record: id,
                        commune: row.commune,
                        number: confirmation.number,
                        day: confirmation.day,
                        notice: confirmation.notice
                    )
                )
            }
        }
        for household in households {
            piece.households.append(contentsOf: household.fields.utf8)
            piece.households.append(contentsOf: (heads[household.id] ?? "").utf8)
            piece.households.append(contentsOf: household.fieldsAfterHead.utf8)
        }
        piece.assessments = assessments
        for person in records where person.count > 1 {
            for (index, first) in person.enumerated() {
                for second in person[(index + 1)...] {
                    let scenario = second.row.scenario ?? first.row.scenario ?? ""
                    let communes = first.row.commune == second.row.commune ? "same" : "cross"
                    piece.pairs.append(contentsOf: "\(first.id),\(second.id),\(scenario),\(communes)\n".utf8)
                }
            }
        }
        recordsBefore += rows.count
        householdsBefore += households.count
        rows = []
        bytes = []
        households = []
        assessments = []
        persons = 0
        return piece
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
