import CivilIdentity

/// What a table of area changes did, or would do.
package struct AreaChangeReport: Sendable, Encodable {
    /// One change; what follows from a row without standing in one has no row.
    package struct Change: Sendable, Encodable {
        package let row: Int?
        /// ISO 8601.
        package let effectiveOn: String
        package let kind: String
        package let oldCode: String
        package let oldName: String
        package let newCode: String?
        package let newName: String?
        /// Books that pass from the old unit to the new one.
        package let books: [Int32]
    }

    /// A book that is opened for a commune cut out of another.
    package struct OpenedBook: Sendable, Encodable {
        package let book: Int32
        package let communeCode: String
        package let openedOn: String
    }

    /// A grant that the changes touch.
    package struct Grant: Sendable, Encodable {
        package enum Becomes: String, Sendable, Encodable {
            /// The unit goes on, and the grant with it.
            case follows
            /// The unit has ended: the books of its last day stay open, and no other.
            case carried
            /// The unit goes on and has other books than before.
            case changed
        }

        package let grant: Int32
        package let user: String
        package let role: String
        package let areaCode: String
        package let areaName: String
        package let becomes: Becomes
        /// The unit as it is after, or what took its place; nil where nothing did.
        package let successorCode: String?
        package let successorName: String?
        package let booksBefore: [Int32]
        package let booksAfter: [Int32]
    }

    package let isDryRun: Bool
    /// Rows that an earlier application has done.
    package let alreadyApplied: Int
    package let changes: [Change]
    package let openedBooks: [OpenedBook]
    /// Units that got another parent with it.
    package let followers: Int
    package let grants: [Grant]

    /// Whether the register was as the table says before.
    package var isNothingToDo: Bool { changes.isEmpty }
}

extension AreaChangeReport.Change {
    init(_ record: AreaChangePlan.Record) {
        self.init(
            row: record.row,
            effectiveOn: record.effectiveOn.iso,
            kind: record.kind.rawValue,
            oldCode: record.old.code,
            oldName: record.old.name,
            newCode: record.new?.code,
            newName: record.new?.name,
            books: record.books
        )
    }
}
