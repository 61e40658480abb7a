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
}
