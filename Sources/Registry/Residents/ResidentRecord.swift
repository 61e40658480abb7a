package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// All that a book holds of one person: what was said, what is current and why, where she lives, what happened.
package struct ResidentRecord: Sendable {
    package let key: ResidentKey
    package let communeCode: String
    package let communeName: String
    /// Counts every write to the resident: the ETag.
    package let revision: Int32
    package let status: Status
    package let summary: ResidentSummary
    package let names: [Fact<NameValue>]
    package let births: [Fact<BirthValue>]
    package let attributes: [Fact<AttributeValue>]
    package let origins: [Fact<OriginValue>]
    package let papers: [Fact<PaperValue>]
    package let kin: [Fact<KinValue>]
    package let choices: [Choice]
    package let stays: [Stay]
    package let memberships: [Membership]
    package let events: [Event]
    /// The number confirmed by a decision; nil while there is none.
    package let number: PersonalNumber?

    package enum Status: String, Sendable {
        case present
        case departed
        case dead
        case withdrawn

        package var vi: String {
            switch self {
            case .present: "đang ở"
            case .departed: "đã chuyển đi"
            case .dead: "đã mất"
            case .withdrawn: "đã rút"
            }
        }
    }

    /// Something that was said, by whom, and whether it is what the register goes by now.
    package struct Fact<Value: Sendable>: Sendable {
        package let id: Int
        package let value: Value
        package let provenance: Provenance
        package let isCurrent: Bool
        /// Why it is current; nil where it is so as the first that was said.
        package let reason: String?
    }

    package struct NameValue: Sendable {
        package let kind: String
        package let name: String
        package let validFrom: String?
        package let validTo: String?
    }

    package struct BirthValue: Sendable {
        package let answer: StatedKind
        package let set: BirthSet?
    }

    package struct AttributeValue: Sendable {
        package let attribute: String
        package let answer: StatedKind
        /// The code or the text; nil unless stated, and for an ambiguous word.
        package let value: String?
        /// The word as it was said.
        package let declared: String?
    }

    package struct OriginValue: Sendable {
        package let position: Int
        package let answer: StatedKind
        package let written: String?
        package let province: String?
        package let district: String?
        package let commune: String?
        package let village: String?
        /// The smallest unit that was recognised, and its level.
        package let areaCode: String?
        package let resolvedLevel: String?
        package let unsureBelow: String?
        package let yearFrom: Int?
        package let yearTo: Int?
    }

    package struct PaperValue: Sendable {
        package let kind: String
        package let number: String?
    }

    package struct KinValue: Sendable {
        package let kind: String
        package let answer: StatedKind
        package let name: String?
        package let resident: ResidentKey?
    }

    package struct Choice: Sendable {
        package let attribute: String
        package let fact: Int
        package let reason: String
        package let restsOn: String?
        package let recordedAt: Date
        package let recordedBy: Int32
    }

    package struct Stay: Sendable {
        package let openedOn: CalendarDay
        package let openedBy: String
        package let closedOn: CalendarDay?
        package let closedBy: String?
        package let movedToBook: Int32?
    }

    package struct Membership: Sendable {
        package let household: UUID
        package let isPrincipal: Bool
        package let relation: String
        package let declared: String?
        package let validFrom: CalendarDay
        /// Nil while it lasts.
        package let validTo: CalendarDay?
        package let endedBy: String?
    }

    package struct Event: Sendable {
        package let id: UUID
        package let kind: String
        package let written: String
        package let days: ClosedRange<CalendarDay>
        package let effectiveOn: CalendarDay
        package let place: String?
        package let consequences: [String]
    }
}

/// One line about a resident: what lists and hits show.
package struct ResidentSummary: Sendable {
    package let key: ResidentKey
    package let revision: Int32
    package let status: String
    package let name: String
    package let nameKind: String
    package let sex: String?
    package let ethnicCode: String?
    package let birthAnswer: StatedKind
    package let birth: BirthSet?
    package let household: UUID?
    package let relation: String?
    package let settlement: UUID?
    package let settlementName: String?
    package let communeCode: String
    package let communeName: String
    package let papers: String?
    package let hasNumber: Bool

    /// The columns that ``init(row:)`` reads from ``from(moment:)``.
    static let columns: SQL = """
        version.book_id, version.resident_id, version.revision, version.status, version.name, version.name_kind, version.sex,
        version.ethnic_code, version.household_id, version.relation, version.settlement_id, version.papers,
        version.has_number, settlement.name as settlement_name, commune.code as commune_code, commune.name as commune_name,
        \(BirthSet.columns)
        """

    /// What stands behind a version: its birth fact, settlement and commune, each by key.
    static let joins: SQL = """
        left join registry.birth_fact as birth
            on birth.book_id = version.book_id and birth.resident_id = version.resident_id and birth.id = version.birth_fact_id
        left join lateral (
            select status.name from registry.settlement_status as status
            where status.book_id = version.book_id and status.settlement_id = version.settlement_id
            order by status.valid_from desc limit 1
        ) as settlement on true
        join registry.book_area
            on book_area.book_id = version.book_id and book_area.valid_from <= (select registry.today())
            and (select registry.today()) < book_area.valid_to
        join registry.area as commune on commune.id = book_area.area_id
        """
}

extension ResidentSummary: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        key = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        revision = try row["revision"]
        status = try row["status"]
        name = try row["name"]
        nameKind = try row["name_kind"]
        sex = try row["sex"]
        ethnicCode = try row["ethnic_code"]
        birthAnswer = StatedKind(answer: try row["birth_answer"])
        birth = try BirthSet(row: row)
        household = try row["household_id"]
        relation = try row["relation"]
        settlement = try row["settlement_id"]
        settlementName = try row["settlement_name"]
        communeCode = try row["commune_code"]
        communeName = try row["commune_name"]
        papers = try row["papers"]
        hasNumber = try row["has_number"]
    }
}

extension StatedKind {
    /// The answer as the database has it; no row at all is "not asked".
    init(answer: String?) {
        self = answer.flatMap { StatedKind(rawValue: $0) } ?? .notAsked
    }
}
