/// What stands first in somebody's way to a number, a card, an account or a birth certificate, in the order of the way.
///
/// The order of the cases is that of the table in <doc:Targets>: a person is counted at the first that holds, so that the
/// counts add up to everybody who is left.
package enum Obstacle: String, Sendable, CaseIterable, Comparable {
    // Who somebody is.
    case birthNotRegistered = "birth_not_registered"
    case birthCertificateRevoked = "birth_certificate_revoked"
    case noCase = "no_case"
    case claimsMissing = "claims_missing"
    case searchMissing = "search_missing"
    case requestMissing = "request_missing"
    case replyAwaited = "reply_awaited"
    case replyOverdue = "reply_overdue"
    case replyToFollow = "reply_to_follow"
    case otherCaseAwaited = "other_case_awaited"
    case evidenceMissing = "evidence_missing"
    case decisionAwaited = "decision_awaited"
    case districtDecisionAwaited = "district_decision_awaited"
    case notIdentified = "not_identified"
    case numberAwaited = "number_awaited"
    case numberCancelled = "number_cancelled"
    // What a card prints.
    case birthNameMissing = "birth_name_missing"
    case sexMissing = "sex_missing"
    case birthYearMissing = "birth_year_missing"
    // The card.
    case cardNotRequested = "card_not_requested"
    case cardRefused = "card_refused"
    case cardExpired = "card_expired"
    case cardLost = "card_lost"
    case cardRevoked = "card_revoked"
    case cardToApprove = "card_to_approve"
    case cardToPrint = "card_to_print"
    case cardToHandOver = "card_to_hand_over"
    // The account.
    case accountNotRequested = "account_not_requested"
    case accountRefused = "account_refused"
    case phoneMissing = "phone_missing"
    case accountToGrant = "account_to_grant"
    case accountToActivate = "account_to_activate"
    case accountLapsed = "account_lapsed"
    case accountLocked = "account_locked"

    package static func < (one: Obstacle, other: Obstacle) -> Bool { one.rank < other.rank }

    /// Its place on the way, from 1.
    package var rank: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// Whose act removes an obstacle.
    package enum Actor: String, Sendable, CaseIterable {
        case communeOfficer = "commune_officer"
        case communeSupervisor = "commune_supervisor"
        case districtOfficer = "district_officer"
        /// The place that was asked; the commune's officer records what it answers.
        case askedPlace = "asked_place"
        /// The person, or whoever represents her.
        case resident

        package var vi: String {
            switch self {
            case .communeOfficer: "Cán bộ công an xã"
            case .communeSupervisor: "Trưởng công an xã"
            case .districtOfficer: "Công an huyện"
            case .askedPlace: "Nơi được hỏi"
            case .resident: "Công dân"
            }
        }

        package var en: String {
            switch self {
            case .communeOfficer: "Commune officer"
            case .communeSupervisor: "Commune supervisor"
            case .districtOfficer: "District officer"
            case .askedPlace: "The place asked"
            case .resident: "The person"
            }
        }
    }
}
