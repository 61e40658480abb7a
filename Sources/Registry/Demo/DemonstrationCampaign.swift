/// What the campaign had reached in a commune on the day of the article, 17 September 2024, from `sql/demo/campaign.csv`.
///
/// Counts for the district's full size; the plan scales them.
struct DemonstrationCampaign: Sendable {
    /// Share of the people who showed an identity paper when they were written down.
    let identityPaper: Double
    /// In how many days from the first on the sheets were filled in.
    let days: Int
    let cardsBeforeLaw: Int
    let cardsSinceLaw: Int
    let cardsUnder14: Int
    let accounts: Int

    static func read(_ table: CodeTable) throws -> [String: DemonstrationCampaign] {
        var campaigns: [String: DemonstrationCampaign] = [:]
        for row in table.records() {
            campaigns[try row.text("area_code")] = DemonstrationCampaign(
                identityPaper: try row.share("identity_paper"),
                days: try row.number("days"),
                cardsBeforeLaw: try row.number("cards_before_law"),
                cardsSinceLaw: try row.number("cards_since_law"),
                cardsUnder14: try row.number("cards_under_14"),
                accounts: try row.number("accounts")
            )
        }
        return campaigns
    }
}
