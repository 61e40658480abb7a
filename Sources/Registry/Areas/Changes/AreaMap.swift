import CivilIdentity
import Postgres

/// One version of a unit, as `registry.area` holds it.
struct AreaVersion: Sendable {
    /// Negative for a version that is planned and has no number yet.
    let id: Int32
    let unit: Int32
    let level: Area.Level
    let code: String
    let name: String
    let key: String
    let kind: String
    let isUrban: Bool
    let parent: Int32?
    var from: PostgresDate
    var to: PostgresDate
}

/// To which commune a book belongs in a period, as `registry.book_area` holds it.
struct BookPlace: Sendable {
    let book: Int32
    let area: Int32
    var from: PostgresDate
    var to: PostgresDate
}

/// All units of the country and the books' map, as they are and as a table of changes makes them.
struct AreaMap: Sendable {
    private(set) var versions: [Int32: AreaVersion] = [:]
    private(set) var places: [BookPlace] = []
    /// The places as they were; ``places`` begins with them.
    let original: [BookPlace]
    private var byCode: [String: [Int32]] = [:]
    private var byUnit: [Int32: [Int32]] = [:]
    /// By the unit above.
    private var children: [Int32: [Int32]] = [:]
    private var lastTemporary: Int32 = 0
    private(set) var lastBook: Int32 = 0

    static let statements: [SQL] = [
        """
        select id, unit_id, level, code, name, name_key, kind, urban, parent_id, valid_from, valid_to
        from registry.area order by case level when 'province' then 1 when 'district' then 2 else 3 end, id
        """,
        "select book_id, area_id, valid_from, valid_to from registry.book_area order by book_id, valid_from",
        "select coalesce(max(id), 0) as last from registry.book",
    ]

    /// From the answers to ``statements``.
    init(_ answers: some Collection<Rows>) throws {
        let answers = Array(answers)
        original = try answers[1].map { row in
            BookPlace(
                book: try row["book_id"],
                area: try row["area_id"],
                from: try row["valid_from"],
                to: try row["valid_to"]
            )
        }
        places = original
        lastBook = try answers[2][0]["last"]
        for row in answers[0] { insert(try AreaVersion(row: row)) }
    }

    // MARK: Looking up

    subscript(id: Int32) -> AreaVersion? { versions[id] }

    /// The unit of that code on the day.
    func version(of code: String, on day: PostgresDate) -> AreaVersion? {
        (byCode[code] ?? []).lazy.compactMap { versions[$0] }.first { $0.from <= day && day < $0.to }
    }

    /// The unit of that code on the day before.
    func version(of code: String, before day: PostgresDate) -> AreaVersion? {
        (byCode[code] ?? []).lazy.compactMap { versions[$0] }.first { $0.from < day && day <= $0.to }
    }

    /// Whether the code means anything from the day on.
    func isTaken(_ code: String, from day: PostgresDate) -> Bool {
        (byCode[code] ?? []).contains { id in versions[id].map { day < $0.to } ?? false }
    }

    /// A unit's version on the day.
    func version(ofUnit unit: Int32, on day: PostgresDate) -> AreaVersion? {
        (byUnit[unit] ?? []).lazy.compactMap { versions[$0] }.first { $0.from <= day && day < $0.to }
    }

    /// The units below one that last beyond the day.
    func below(unit: Int32, on day: PostgresDate) -> [AreaVersion] {
        (children[unit] ?? []).compactMap { versions[$0] }.filter { $0.from < day && day < $0.to }
    }

    /// Where books are in the area beyond the day: indexes of ``places``.
    func places(in area: Int32, beyond day: PostgresDate) -> [Int] {
        places.indices.filter { places[$0].area == area && day < places[$0].to }
    }

    // MARK: Changing

    mutating func end(_ id: Int32, on day: PostgresDate) { versions[id]?.to = day }

    mutating func begin(_ id: Int32, on day: PostgresDate) {
        versions[id]?.from = day
        for index in places.indices where places[index].area == id && places[index].from < day {
            places[index].from = day
        }
    }

    /// Adds a version; `unit` nil makes a unit of its own.
    mutating func add(
        like model: AreaVersion,
        unit: Int32?,
        code: String,
        named name: UnitName,
        below parent: Int32?,
        from day: PostgresDate
    ) -> AreaVersion {
        lastTemporary -= 1
        let version = AreaVersion(
            id: lastTemporary,
            unit: unit ?? lastTemporary,
            level: model.level,
            code: code,
            name: name.name,
            key: name.key,
            kind: name.kind,
            isUrban: UnitName.urbanKinds.contains(name.kind),
            parent: parent,
            from: day,
            to: .infinity
        )
        insert(version)
        return version
    }

    mutating func open(_ book: Int32, in area: Int32, from day: PostgresDate, to end: PostgresDate) {
        places.append(BookPlace(book: book, area: area, from: day, to: end))
        lastBook = max(lastBook, book)
    }

    mutating func close(_ place: Int, on day: PostgresDate) { places[place].to = day }

    private mutating func insert(_ version: AreaVersion) {
        versions[version.id] = version
        byCode[version.code, default: []].append(version.id)
        byUnit[version.unit, default: []].append(version.id)
        if let parent = version.parent, let above = versions[parent] {
            children[above.unit, default: []].append(version.id)
        }
    }
}

extension AreaVersion {
    init(row: Row) throws {
        let levelName: String = try row["level"]
        guard let level = Area.Level(rawValue: levelName) else { throw RegistryError.unavailable }
        self.init(
            id: try row["id"],
            unit: try row["unit_id"],
            level: level,
            code: try row["code"],
            name: try row["name"],
            key: try row["name_key"],
            kind: try row["kind"],
            isUrban: try row["urban"],
            parent: try row["parent_id"],
            from: try row["valid_from"],
            to: try row["valid_to"]
        )
    }
}

/// A unit's name with the word for its kind: "Xã Ea Súp", of kind `xa`.
struct UnitName: Sendable {
    let name: String
    let key: String
    let kind: String

    static let urbanKinds: Set = ["thi-tran", "phuong", "quan", "thi-xa", "thanh-pho"]

    private static let kinds: [(word: String, kind: String)] = [
        ("Thành phố ", "thanh-pho"), ("Thị trấn ", "thi-tran"), ("Thị xã ", "thi-xa"), ("Tỉnh ", "tinh"),
        ("Huyện ", "huyen"), ("Quận ", "quan"), ("Xã ", "xa"), ("Phường ", "phuong"),
    ]

    init(of version: AreaVersion) {
        (name, key, kind) = (version.name, version.key, version.kind)
    }

    /// A name out of a table: with the word for its kind it is taken as written; without, it is what the first of the units
    /// that has this name is called and is, else of the first one's kind.
    init(_ text: String, from units: [AreaVersion]) {
        let key = AreaName(text)?.key ?? ""
        if let known = Self.kinds.first(where: { text.lowercased().hasPrefix($0.word.lowercased()) }) {
            self.init(name: text, key: key, kind: known.kind)
        } else if let namesake = units.first(where: { $0.key == key }) {
            self.init(of: namesake)
        } else {
            self.init(name: text, key: key, kind: units.first?.kind ?? "xa")
        }
    }

    private init(name: String, key: String, kind: String) {
        (self.name, self.key, self.kind) = (name, key, kind)
    }
}
