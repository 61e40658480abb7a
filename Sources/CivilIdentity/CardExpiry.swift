/// Until when an identity card is valid (Article 21 of Law 26/2023, rule R2.4).
package enum CardExpiry: Hashable, Sendable {
    case on(CalendarDay)
    /// "Không thời hạn": issued from the age of 58 on.
    case never

    /// The ages at which a card is exchanged.
    package static let exchangeAges = [14, 25, 40, 60]

    /// The next exchange age after the issue, or the one after that where the issue is within two years before it.
    ///
    /// The day exactly two years before counts as within, and 29 February as 1 March (card_expiry_vectors, both
    /// assumptions).
    package init(born: CalendarDay, issued: CalendarDay) {
        let left = Self.exchangeAges.map(born.birthday).filter { $0 > issued }
        guard let next = left.first else {
            self = .never
            return
        }
        let isWithinTwoYears = issued >= next.birthday(-2)
        let expiry = isWithinTwoYears ? left.dropFirst().first : next
        self = expiry.map(CardExpiry.on) ?? .never
    }

    package var vi: String {
        switch self {
        case .on(let day): day.printed
        case .never: "không thời hạn"
        }
    }

    package var en: String {
        switch self {
        case .on(let day): day.printed
        case .never: "no expiry"
        }
    }
}
