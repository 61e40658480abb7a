package import CivilIdentity
package import Postgres

/// What the newspaper article that the project began with counts, of one commune or of all: people and papers as of a day.
package struct ArticleRow: Sendable, Hashable {
    /// The commune's code and name on the day; empty in the total.
    package var code: String
    package var name: String

    package var households = 0
    package var poor = 0
    package var nearPoor = 0
    package var residents = 0
    package var ethnicityUnknown = 0
    /// Of any people but the Kinh.
    package var minorities = 0
    /// Mông, Dao, Tày, Nùng.
    package var fourPeoples = 0
    /// Under 14 on the day in every candidate year.
    package var under14 = 0
    /// Of these, those with a birth certificate that was recorded here and stands.
    package var birthCertificates = 0

    /// People with a card in hand that is valid on the day.
    package var cardHolders = 0
    package var cardHoldersOfFour = 0
    package var cardHoldersEthnicityUnknown = 0

    /// Cards requested since ``Article/law``, whatever became of them; four counts, never one (rule R0.2).
    package var registered = 0
    /// Requested for somebody under 14 on that day in every candidate year, and where nobody can say (rule R9.9).
    package var registeredUnder14 = 0
    package var registeredUnder14Unsure = 0
    package var approved = 0
    package var printed = 0
    package var handedOver = 0

    /// Accounts by the state they were in on the day; states are never added up (rule R3.5).
    package var accountsRequested = 0
    package var accountsGranted = 0
    package var accountsActivated = 0
    package var accountsLapsed = 0
    package var accountsLocked = 0
    package var accountsUnlocked = 0
    package var accountsRefused = 0
    package var activatedOfFour = 0
    package var activatedEthnicityUnknown = 0

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }

    /// A count by the name that it has in SQL.
    static let counts: [(name: String, count: any WritableKeyPath<ArticleRow, Int> & Sendable)] = [
        ("households", \.households), ("poor", \.poor), ("near_poor", \.nearPoor), ("residents", \.residents),
        ("ethnicity_unknown", \.ethnicityUnknown), ("minorities", \.minorities), ("four_peoples", \.fourPeoples),
        ("under_14", \.under14), ("birth_certificates", \.birthCertificates), ("card_holders", \.cardHolders),
        ("card_holders_of_four", \.cardHoldersOfFour), ("card_holders_unknown", \.cardHoldersEthnicityUnknown),
        ("registered", \.registered), ("registered_under_14", \.registeredUnder14),
        ("registered_unsure", \.registeredUnder14Unsure), ("approved", \.approved), ("printed", \.printed),
        ("handed_over", \.handedOver), ("accounts_requested", \.accountsRequested),
        ("accounts_granted", \.accountsGranted), ("accounts_activated", \.accountsActivated),
        ("accounts_lapsed", \.accountsLapsed), ("accounts_locked", \.accountsLocked),
        ("accounts_unlocked", \.accountsUnlocked), ("accounts_refused", \.accountsRefused),
        ("activated_of_four", \.activatedOfFour), ("activated_unknown", \.activatedEthnicityUnknown),
    ]
}

extension ArticleRow: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        self.init(code: try row["code"], name: try row["name"])
        for entry in Self.counts { self[keyPath: entry.count] = try row[entry.name] }
    }
}

/// A place where people live that is no village yet (rule R0.1).
package struct ArticleCluster: Sendable, Hashable {
    package let commune: String
    package let name: String
    package let households: Int
    package let residents: Int
}

extension ArticleCluster: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        commune = try row["commune"]
        name = try row["name"]
        households = try row["households"]
        residents = try row["residents"]
    }
}

/// The article's table of an area and a day (E2).
package struct Article: Sendable {
    package let area: Area
    package let day: CalendarDay
    package let communes: [ArticleRow]
    package let clusters: [ArticleCluster]
    /// Whether the register is that of the generated district; whatever shows the report says so.
    package let isGenerated: Bool

    /// The day on which the Law on Identification 26/2023 came into force: since then children under 14 have cards.
    package static let law = CalendarDay(iso: "2024-07-01") ?? .earliest

    /// The communes' sum; people who moved stand in one book on any day, so nobody counts twice.
    package var total: ArticleRow {
        communes.reduce(into: ArticleRow(code: "", name: "")) { sum, row in
            for entry in ArticleRow.counts { sum[keyPath: entry.count] += row[keyPath: entry.count] }
        }
    }
}
