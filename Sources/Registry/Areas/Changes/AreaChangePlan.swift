import CivilIdentity
import Postgres

/// What a table of area changes does to the register: what ends, what begins, and which books follow.
struct AreaChangePlan: Sendable {
    /// One change as it will be kept in `registry.area_change`.
    struct Record: Sendable {
        /// Nil for what follows from a row without standing in one: a code whose unit gives way to another.
        let row: Int?
        let effectiveOn: CalendarDay
        let kind: AreaChange.Kind
        let old: AreaVersion
        let new: AreaVersion?
        let inherits: Bool
        let note: String?
        let source: String?
        /// The books that pass from the old unit to the new one.
        var books: [Int32] = []
    }

    /// What became of a unit on a day, for the units below it and the books in it.
    enum Heir: Sendable {
        case version(Int32)
        /// Nothing took its place: what is below it belongs to what was above it.
        case above(Int32?)
        /// It was divided, and no part keeps its code.
        case unclear
    }

    var ended: [(id: Int32, day: PostgresDate)] = []
    var begun: [(id: Int32, day: PostgresDate)] = []
    /// New versions, each after the one that it is below.
    var added: [AreaVersion] = []
    /// Rows of the books' map that end, by book and first day.
    var closings: [(book: Int32, since: PostgresDate, day: PostgresDate)] = []
    /// Rows of the books' map that begin.
    var places: [BookPlace] = []
    /// Books that are opened for communes cut out of others; their places are among ``places``.
    var opened: [BookPlace] = []
    var records: [Record] = []
    /// Units that got another parent without standing in the table, as the districts of a province that was merged.
    var followers = 0
    /// The versions that ended, with the version or unit that came after; nil where none did.
    var successors: [Int32: AreaVersion?] = [:]
    /// Ended versions whose unit goes on.
    var continued: Set<Int32> = []

    /// Takes over what the map has become.
    mutating func finish(_ map: AreaMap) {
        added = added.compactMap { map[$0.id] }
        ended.removeAll { $0.id < 0 }
        closings = zip(map.original, map.places).compactMap { was, place in
            was.to == place.to ? nil : (place.book, place.from, place.to)
        }
        places = Array(map.places.dropFirst(map.original.count))
    }
}
