/// Until when an identity card is valid (Article 21 of Law 26/2023, rule R2.4).
package enum CardExpiry: Hashable, Sendable {
    case on(CalendarDay)
    /// "Không thời hạn": issued from the age of 58 on.
    case never

    /// The ages at which a card is exchanged.
    package static let exchangeAges = [14, 25, 40, 60]

    /// The first exchange age that is more than two years away on the day of issue; a nearer one is passed over.
    ///
    /// The day exactly two years before counts as within, and 29 February as 1 March (card_expiry_vectors, both
    /// assumptions).
    package init(born: CalendarDay, issued: CalendarDay) {
        let exchange = Self.exchangeAges.lazy.map(born.birthday).first { $0.birthday(-2) > issued }
        self = exchange.map(CardExpiry.on) ?? .never
    }

    /// The last day on which the card is good; nil where it has no end.
    package var day: CalendarDay? {
        switch self {
        case .on(let day): day
        case .never: nil
        }
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

extension CardExpiry: Comparable {
    /// A card that never expires outlasts every other.
    package static func < (left: CardExpiry, right: CardExpiry) -> Bool {
        switch (left, right) {
        case (.on(let left), .on(let right)): left < right
        case (.on, .never): true
        case (.never, _): false
        }
    }
}
