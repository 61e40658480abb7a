/// A paper that a person showed or named (rule R2.9); the raw values are the words of the import files.
package enum PaperKind: String, Hashable, Sendable, CaseIterable {
    /// Identity card since 2016, kind not told apart.
    case citizenCard = "cccd"
    case citizenCardBarcode = "cccd_ma_vach"
    case citizenCardChip = "cccd_gan_chip"
    /// Identity card under Law 26/2023, since 2024-07-01.
    case identityCard = "can_cuoc"
    case oldIdentityCard = "cmnd"
    case oldIdentityCardOfNineDigits = "cmnd_9"
    case oldIdentityCardOfTwelveDigits = "cmnd_12"
    /// Rule R2.10.
    case certificateOfIdentity = "giay_chung_nhan_can_cuoc"
    case birthCertificate = "khai_sinh"
    /// Given at a place of birth; proof for a birth certificate (rule R7.2).
    case birthNotice = "chung_sinh"
    case householdBook = "so_ho_khau"
    case temporaryResidenceBook = "so_tam_tru"
    /// A village head's written confirmation.
    case villageConfirmation = "xac_nhan_thon"
    case marriageCertificate = "ket_hon"
    case other = "khac"

    /// Reads one word of an import file or a common way to write it; nil for anything else.
    package init?(word: some StringProtocol) {
        let key = String(PlainText.folded(word).map { $0.isLetter || $0.isNumber ? $0 : "_" })
        if let kind = PaperKind(rawValue: key) {
            self = kind
            return
        }
        switch key {
        case "giay_khai_sinh": self = .birthCertificate
        case "giay_chung_sinh": self = .birthNotice
        case "ho_khau", "shk": self = .householdBook
        case "the_can_cuoc": self = .identityCard
        case "can_cuoc_cong_dan": self = .citizenCard
        case "cmnd9", "cmt", "chung_minh_nhan_dan": self = .oldIdentityCard
        case "cmnd12": self = .oldIdentityCardOfTwelveDigits
        case "gcncc": self = .certificateOfIdentity
        case "giay_xac_nhan_cua_thon", "xac_nhan_cua_thon": self = .villageConfirmation
        case "dang_ky_ket_hon", "giay_ket_hon": self = .marriageCertificate
        default: return nil
        }
    }

    /// Papers of a cell that joins them by semicolons, and the words that name none.
    package static func list(_ cell: some StringProtocol) -> (kinds: [PaperKind], unknown: [String]) {
        if let kind = PaperKind(rawValue: String(cell)) { return ([kind], []) }
        var kinds: [PaperKind] = []
        var unknown: [String] = []
        for word in cell.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let trimmed = PlainText.lowered(word)
            if trimmed.isEmpty { continue }
            if let kind = PaperKind(word: trimmed) {
                if !kinds.contains(kind) { kinds.append(kind) }
            } else {
                unknown.append(trimmed)
            }
        }
        return (kinds, unknown)
    }

    /// Whether the paper carries the twelve-digit personal number.
    package var carriesPersonalNumber: Bool {
        switch self {
        case .citizenCard, .citizenCardBarcode, .citizenCardChip, .identityCard, .oldIdentityCardOfTwelveDigits,
            .birthCertificate:
            true
        default: false
        }
    }

    /// What a birth date written on this paper rests on (rule R9.8).
    package var birthBasis: BirthBasis {
        switch self {
        case .birthCertificate, .birthNotice: .birthCertificate
        case .villageConfirmation, .other: .declaration
        default: .document
        }
    }

    package var vi: String {
        switch self {
        case .citizenCard: "căn cước công dân"
        case .citizenCardBarcode: "căn cước công dân mã vạch"
        case .citizenCardChip: "căn cước công dân gắn chíp"
        case .identityCard: "thẻ căn cước"
        case .oldIdentityCard: "chứng minh nhân dân"
        case .oldIdentityCardOfNineDigits: "chứng minh nhân dân 9 số"
        case .oldIdentityCardOfTwelveDigits: "chứng minh nhân dân 12 số"
        case .certificateOfIdentity: "giấy chứng nhận căn cước"
        case .birthCertificate: "giấy khai sinh"
        case .birthNotice: "giấy chứng sinh"
        case .householdBook: "sổ hộ khẩu"
        case .temporaryResidenceBook: "sổ tạm trú"
        case .villageConfirmation: "giấy xác nhận của thôn"
        case .marriageCertificate: "giấy chứng nhận kết hôn"
        case .other: "giấy tờ khác"
        }
    }

    package var en: String {
        switch self {
        case .citizenCard: "citizen card"
        case .citizenCardBarcode: "citizen card with barcode"
        case .citizenCardChip: "citizen card with chip"
        case .identityCard: "identity card"
        case .oldIdentityCard: "old identity card"
        case .oldIdentityCardOfNineDigits: "old identity card, 9 digits"
        case .oldIdentityCardOfTwelveDigits: "old identity card, 12 digits"
        case .certificateOfIdentity: "certificate of identity"
        case .birthCertificate: "birth certificate"
        case .birthNotice: "notice of birth"
        case .householdBook: "household book"
        case .temporaryResidenceBook: "temporary residence book"
        case .villageConfirmation: "confirmation by the village"
        case .marriageCertificate: "marriage certificate"
        case .other: "other paper"
        }
    }
}
