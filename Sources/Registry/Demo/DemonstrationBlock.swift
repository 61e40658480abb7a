import CivilIdentity

/// Pieces of the files of a generated district, each to be appended to what came before.
package struct DemonstrationFiles: Sendable {
    package fileprivate(set) var persons: [UInt8] = []
    package fileprivate(set) var households: [UInt8] = []
    package fileprivate(set) var poverty: [UInt8] = []
    package fileprivate(set) var numbers: [UInt8] = []
    package fileprivate(set) var pairs: [UInt8] = []
    package fileprivate(set) var rows = 0
}

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
        var confirmation: String?
    }

    private struct Household {
        let id: String
        let fields: String
        let fieldsAfterHead: String
    }

    private var rows: [Row] = []
    private var bytes: [UInt8] = []
    private var households: [Household] = []
    private var poverty = ""
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

    /// Adds a registration, whose fields after `household_id` `write` appends; answers the number that may be confirmed.
    mutating func row(
        commune: String,
        village: String,
        _ household: String,
        _ person: Int,
        isHead: Bool,
        scenario: String?,
        _ write: (inout [UInt8]) -> DemonstrationRegistration.Shown
    ) -> String? {
        let start = bytes.count
        for text in [commune, village, household] {
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: text.utf8)
        }
        let shown = write(&bytes)
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
        return shown.confirmableNumber
    }

    /// The number of the row that was added last was confirmed by a decision.
    mutating func confirm(_ number: String, on day: CalendarDay, by decision: String) {
        rows[rows.count - 1].confirmation = ",\(number),\(day.iso),\(decision)\n"
    }

    mutating func poverty(_ household: String, class name: String, decision: String) {
        poverty += "\(household),2023,\(name),\(decision)\n"
    }

    /// The block's files; the block is empty afterwards, and counts on.
    mutating func finish(_ random: inout SeededRandom) -> DemonstrationFiles {
        var files = DemonstrationFiles()
        files.rows = rows.count
        files.persons.reserveCapacity(bytes.count + rows.count * 14)
        var order = Array(rows.indices)
        for index in order.indices.dropFirst() { order.swapAt(index, random.below(index + 1)) }
        var heads: [String: String] = [:]
        var records = [[(id: String, row: Row)]](repeating: [], count: persons)
        var confirmed = Set<Int>()
        for (position, index) in order.enumerated() {
            let row = rows[index]
            let id = "demo-R" + Self.padded(recordsBefore + position + 1, 8)
            files.persons.append(contentsOf: id.utf8)
            files.persons.append(contentsOf: bytes[row.start..<row.end])
            if row.isHead { heads[row.household] = id }
            records[row.person].append((id, row))
            // A person has one number, and one book in which it was confirmed.
            if let confirmation = row.confirmation, confirmed.insert(row.person).inserted {
                files.numbers.append(contentsOf: "\(id),\(row.commune)\(confirmation)".utf8)
            }
        }
        for household in households {
            files.households.append(contentsOf: household.fields.utf8)
            files.households.append(contentsOf: (heads[household.id] ?? "").utf8)
            files.households.append(contentsOf: household.fieldsAfterHead.utf8)
        }
        files.poverty = Array(poverty.utf8)
        for person in records where person.count > 1 {
            for (index, first) in person.enumerated() {
                for second in person[(index + 1)...] {
                    let scenario = second.row.scenario ?? first.row.scenario ?? ""
                    let communes = first.row.commune == second.row.commune ? "same" : "cross"
                    files.pairs.append(contentsOf: "\(first.id),\(second.id),\(scenario),\(communes)\n".utf8)
                }
            }
        }
        recordsBefore += rows.count
        householdsBefore += households.count
        rows = []
        bytes = []
        households = []
        poverty = ""
        persons = 0
        return files
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
