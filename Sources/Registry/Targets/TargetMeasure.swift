/// What everybody whom a target concerns is to have.
package enum TargetMeasure: String, Sendable, CaseIterable {
    /// A personal number confirmed by a decision or a document.
    case personalNumber = "personal_number"
    /// A card in its holder's hands before its last day: not one that is requested, approved or printed (rule R0.2).
    case card
    /// An account, of whichever level, that was activated and is not locked (rule R3.5).
    case electronicIdentity = "e_identity"
    /// A registered birth that was not revoked.
    case birthCertificate = "birth_certificate"

    package var vi: String {
        switch self {
        case .personalNumber: "số định danh cá nhân"
        case .card: "thẻ căn cước"
        case .electronicIdentity: "tài khoản định danh điện tử"
        case .birthCertificate: "giấy khai sinh"
        }
    }

    package var en: String {
        switch self {
        case .personalNumber: "personal number"
        case .card: "identity card"
        case .electronicIdentity: "e-identity account"
        case .birthCertificate: "birth certificate"
        }
    }

    /// Whom it concerns unless told: a number is everybody's, a card is due from 14 on (rule R2.1), and it is the children
    /// whose births are still to be registered.
    package var usualAges: TargetAges {
        switch self {
        case .personalNumber: .all
        case .card, .electronicIdentity: .from14
        case .birthCertificate: .under14
        }
    }
}

/// Whom a target concerns, by age on a day; whoever may be of that age is counted in, because nobody can say (rule R9.9).
package enum TargetAges: String, Sendable, CaseIterable {
    case all
    case from14 = "from_14"
    case under14 = "under_14"

    package var vi: String {
        switch self {
        case .all: "mọi tuổi"
        case .from14: "từ đủ 14 tuổi"
        case .under14: "dưới 14 tuổi"
        }
    }

    package var en: String {
        switch self {
        case .all: "all ages"
        case .from14: "14 and older"
        case .under14: "under 14"
        }
    }
}
