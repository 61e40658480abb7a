import Postgres

/// Cases, cards, accounts, certificates and visits of a commune: drawn in the database, since who may hold a card is what the
/// register believes of her (decision 0017).
///
/// Each statement is whole or nothing, and leaves alone what is there, so a load that was cut short goes on where it was.
enum DemonstrationPapers {
    /// What the draws read, and what they make: the planner has to know how much of it there is.
    static let sources = [
        "poverty_status", "personal_number", "personal_number_event", "household_version", "resident_version",
        "import_record",
    ]
    static let made = [
        "identity_case", "case_event", "verification_request", "verification_reply", "card", "card_event", "e_identity",
        "e_identity_event", "birth_certificate", "visit", "visit_person",
    ]

    static func counting(_ tables: [String]) -> SQL {
        "analyze \(tables.map { table -> SQL in "registry.\(identifier: table)" }.joined())"
    }

    /// In the order in which they rest on each other: nobody under an open case has a card, nobody without one an account.
    static func statements(for part: DemonstrationPlan.Part) -> [SQL] {
        let book: SQL = """
            (select book_area.book_id
             from registry.book_area join registry.area on area.id = book_area.area_id
             where area.level = 'commune' and area.code = \(part.code) and area.valid_from = '-infinity'
             limit 1)
            """
        let campaign = part.campaign
        return [
            "select registry.add_demonstration_cases(\(book))",
            """
            select registry.add_demonstration_cards(\(book), \(campaign.map { Int32($0.cardsBeforeLaw) }),
                \(campaign.map { Int32($0.cardsSinceLaw) }), \(campaign.map { Int32($0.cardsUnder14) }))
            """,
            "select registry.add_demonstration_accounts(\(book), \(campaign.map { Int32($0.accounts) }))",
            "select registry.add_demonstration_certificates(\(book))",
            "select registry.add_demonstration_visits(\(book))",
        ]
    }
}
