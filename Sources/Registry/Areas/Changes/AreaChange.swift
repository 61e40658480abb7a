package import CivilIdentity

/// One row of a table of area changes: what becomes of a unit on a day (R5.1 to R5.4).
package struct AreaChange: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The old unit ends; the new one, which may keep the code of one of them, takes its place.
        case merge
        /// The new unit is cut out of the old one, which goes on; nothing is mapped by itself (R5.4).
        case split
        /// Another word for ``split``.
        case createFrom = "create_from"
        /// The unit goes on under another parent or in another spelling.
        case `continue`
        /// The unit goes on under another name.
        case rename
        /// The unit ends, and nothing takes its place: its communes belong to whatever was above it (R5.2).
        case abolish

        /// Whether the old unit's version ends on the day.
        var endsOld: Bool { self != .split && self != .createFrom }
        /// Whether the old unit lives on in the new version.
        var keepsUnit: Bool { self == .continue || self == .rename }
    }

    /// As a spreadsheet counts: the header is row 1.
    package let row: Int
    package let effectiveOn: CalendarDay
    package let kind: Kind
    package let oldCode: String
    package let oldName: String
    /// Nil where the unit is abolished.
    package let newCode: String?
    package let newName: String?
    package let note: String?
    package let source: String?
}

extension Area.Level {
    /// The level of a code of the statistics office, which its length tells (R5.5); nil for what is no code.
    init?(code: some StringProtocol) {
        guard code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        switch code.utf8.count {
        case 2: self = .province
        case 3: self = .district
        case 5: self = .commune
        default: return nil
        }
    }
}

/// Why a table of area changes was not applied: everything that is wrong with it, by row and field.
package struct AreaChangeRefusal: Error, Sendable {
    package let issues: [ImportIssue]
}
