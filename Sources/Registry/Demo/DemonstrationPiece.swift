import CivilIdentity

/// A piece of a generated district, to be appended to what came before.
package struct DemonstrationPiece: Sendable {
    /// That a household was found poor, near-poor or neither in a year's review (rule R6.2).
    struct Assessment: Sendable {
        let household: String
        let commune: String
        let year: Int
        let className: String
        let decision: String

        var csv: String { "\(household),\(commune),\(year),\(className),\(decision)\n" }
    }

    /// That a number was confirmed as somebody's.
    struct Confirmation: Sendable {
        let record: String
        let commune: String
        let number: String
        let day: CalendarDay
        let notice: String

        var csv: String { "\(record),\(commune),\(number),\(day.iso),\(notice)\n" }
    }

    /// Lines of `persons.csv`.
    var persons: [UInt8] = []
    /// Lines of `households.csv`.
    var households: [UInt8] = []
    var assessments: [Assessment] = []
    var confirmations: [Confirmation] = []
    /// Lines of `truth_pairs.csv`.
    var pairs: [UInt8] = []
    var rows = 0

    /// What of it is one commune's, by the second field of each line.
    ///
    /// No pairs: the others of most are not here.
    func part(of commune: String) -> DemonstrationPiece {
        var part = DemonstrationPiece()
        part.persons = Self.lines(persons, of: commune)
        part.households = Self.lines(households, of: commune)
        part.assessments = assessments.filter { $0.commune == commune }
        part.confirmations = confirmations.filter { $0.commune == commune }
        part.rows = part.persons.count { $0 == UInt8(ascii: "\n") }
        return part
    }

    private static func lines(_ text: [UInt8], of commune: String) -> [UInt8] {
        let wanted = Array(commune.utf8)
        var kept: [UInt8] = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, fields[1].elementsEqual(wanted) else { continue }
            kept += line
            kept.append(UInt8(ascii: "\n"))
        }
        return kept
    }
}
