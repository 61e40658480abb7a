import CivilIdentity
import Postgres

/// What an import must know of areas and books before it reads the first row; small, and held for its whole length.
struct ImportDirectory: Sendable {
    let today: CalendarDay
    /// The acting user.
    let userID: Int32
    let editBooks: Set<Int32>
    let communes: BookCommunes
    let origins: OriginAreas

    /// Loads it within the transaction of a token.
    ///
    /// - Throws: `RegistryError.notSignedIn` when the token opens nothing.
    init(_ transaction: PostgresTransaction, token: SessionToken) async throws {
        let answers = try await transaction.pipeline([
            ImportStatements.enter(token),
            "select registry.today() as today, auth.edit_books() as books",
            """
            select book_area.book_id, book.opened_on, book_area.valid_from, book_area.valid_to, area.code, area.name_key
            from registry.book_area
            join registry.book on book.id = book_area.book_id
            join registry.area on area.id = book_area.area_id
            """,
            "select id, level, code, name_key, parent_id, valid_from, valid_to from registry.area order by id",
        ])
        guard let userID: Int32 = try answers[0].first?["user_id"] as Int32? else { throw RegistryError.notSignedIn }
        guard let row = answers[1].first, let today = CalendarDay(try row["today"] as PostgresDate) else {
            throw RegistryError.unavailable
        }
        self.userID = userID
        self.today = today
        editBooks = Set(try row["books"] as [Int32])
        communes = try BookCommunes(answers[2])
        origins = try OriginAreas(answers[3])
    }
}

/// The communes that have books, found by code or by name in any spelling (rule R5.6).
struct BookCommunes: Sendable {
    struct Entry: Sendable {
        let book: Int32
        let code: String
        let openedOn: PostgresDate
        let from: PostgresDate
        let to: PostgresDate
    }

    enum Answer {
        case found(Entry)
        case unknown
        /// After a merger a commune has several books, and a new name alone does not tell which.
        case ambiguous
    }

    private var entries: [String: [Entry]] = [:]

    init(_ rows: Rows) throws {
        for row in rows {
            let entry = Entry(
                book: try row["book_id"],
                code: try row["code"],
                openedOn: try row["opened_on"],
                from: try row["valid_from"],
                to: try row["valid_to"]
            )
            entries[entry.code, default: []].append(entry)
            entries[try row["name_key"], default: []].append(entry)
        }
    }

    /// The book of the commune of that name on the day; where none had it then, of the one that ever had.
    func find(_ text: String, on day: CalendarDay) -> Answer {
        guard let known = entries[text] ?? AreaName(text).flatMap({ entries[$0.key] }) else { return .unknown }
        let date = day.date
        let then = known.filter { $0.from <= date && date < $0.to }
        let candidates = then.isEmpty ? known : then
        guard let first = candidates.first else { return .unknown }
        return candidates.allSatisfy { $0.book == first.book } ? .found(first) : .ambiguous
    }

    func contains(code: String) -> Bool { entries[code] != nil }
}

/// All areas of the country, found by name within the one above (rules R5.6, R5.7).
struct OriginAreas: Sendable {
    struct Unit: Sendable {
        let id: Int32
        let code: String
        let from: PostgresDate
        let to: PostgresDate
    }

    /// What a claim's words mean: the smallest unit that was recognised.
    struct Resolution: Sendable {
        var areaID: Int32?
        var level: String?
        /// From which level on nothing was recognised; nil where every word was.
        var unsureBelow: String?
    }

    private var provinces: [String: [Unit]] = [:]
    /// By the code above, "/" and the name's key.
    private var districts: [String: [Unit]] = [:]
    private var communes: [String: [Unit]] = [:]

    init(_ rows: Rows) throws {
        var codes: [Int32: String] = [:]
        for row in rows { codes[try row["id"]] = try row["code"] as String }
        for row in rows {
            let unit = Unit(
                id: try row["id"],
                code: try row["code"],
                from: try row["valid_from"],
                to: try row["valid_to"]
            )
            let key: String = try row["name_key"]
            let parent = (try row["parent_id"] as Int32?).flatMap { codes[$0] } ?? ""
            switch try row["level"] as String {
            case "province": provinces[key, default: []].append(unit)
            case "district": districts["\(parent)/\(key)", default: []].append(unit)
            default: communes["\(parent)/\(key)", default: []].append(unit)
            }
        }
    }

    /// Looks up the names from the largest down, as they were called on the day.
    func resolve(province: String, district: String, commune: String, on day: CalendarDay) -> Resolution {
        var resolution = Resolution()
        guard let found = Self.pick(AreaName(province).flatMap { provinces[$0.key] }, on: day) else {
            resolution.unsureBelow = "province"
            return resolution
        }
        (resolution.areaID, resolution.level) = (found.id, "province")
        var above = found.code
        for (name, level, units) in [(district, "district", districts), (commune, "commune", communes)] {
            if name.isEmpty { break }
            guard let unit = Self.pick(AreaName(name).flatMap { units["\(above)/\($0.key)"] }, on: day) else {
                resolution.unsureBelow = level
                break
            }
            (resolution.areaID, resolution.level, above) = (unit.id, level, unit.code)
        }
        return resolution
    }

    /// The one unit that had the name on that day, else the one that ever had, in its latest version; nil where two units
    /// share the name.
    private static func pick(_ units: [Unit]?, on day: CalendarDay) -> Unit? {
        let date = day.date
        let then = units?.filter { $0.from <= date && date < $0.to } ?? []
        guard let known = then.isEmpty ? units : then, let first = known.first,
            known.allSatisfy({ $0.code == first.code })
        else { return nil }
        return known.max { $0.to < $1.to }
    }
}
