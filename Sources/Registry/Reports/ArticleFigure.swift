/// A line of the article's table with what it is called; one list for API, page and terminal.
package struct ArticleFigure: Sendable {
    /// The name in JSON.
    package let name: String
    package let vi: String
    package let en: String
    /// A part of the line above it.
    package let isPart: Bool
    package let count: @Sendable (ArticleRow) -> Int
    /// What the count is a share of, and nil where it is none of anything.
    package let whole: (@Sendable (ArticleRow) -> Int)?

    private init(
        _ name: String,
        _ vi: String,
        _ en: String,
        isPart: Bool = false,
        _ count: @escaping @Sendable (ArticleRow) -> Int,
        of whole: (@Sendable (ArticleRow) -> Int)? = nil
    ) {
        self.name = name
        self.vi = vi
        self.en = en
        self.isPart = isPart
        self.count = count
        self.whole = whole
    }

    /// The share from 0 to 1; nil where it is no share, or one of nobody.
    package func share(_ row: ArticleRow) -> Double? {
        guard let whole = whole?(row), whole > 0 else { return nil }
        return Double(count(row)) / Double(whole)
    }

    package static let all: [ArticleFigure] = [
        .init("households", "Hộ", "Households", { $0.households }),
        .init(
            "poor_or_near_poor",
            "Hộ nghèo, hộ cận nghèo",
            "Poor and near-poor households",
            isPart: true,
            { $0.poor + $0.nearPoor },
            of: { $0.households }
        ),
        .init("residents", "Nhân khẩu", "Residents", { $0.residents }),
        .init(
            "minorities",
            "Dân tộc thiểu số (trong số đã rõ dân tộc)",
            "Ethnic minorities (of those whose people is known)",
            isPart: true,
            { $0.minorities },
            of: { $0.residents - $0.ethnicityUnknown }
        ),
        .init(
            "four_peoples",
            "Mông, Dao, Tày, Nùng (trong số đã rõ dân tộc)",
            "Mông, Dao, Tày, Nùng (of those whose people is known)",
            isPart: true,
            { $0.fourPeoples },
            of: { $0.residents - $0.ethnicityUnknown }
        ),
        .init(
            "card_holders",
            "Người đã nhận thẻ căn cước còn giá trị",
            "People with a valid identity card in hand",
            { $0.cardHolders },
            of: { $0.residents }
        ),
        .init(
            "card_holders_of_four",
            "Mông, Dao, Tày, Nùng",
            "Mông, Dao, Tày, Nùng",
            isPart: true,
            { $0.cardHoldersOfFour },
            of: { $0.cardHolders - $0.cardHoldersEthnicityUnknown }
        ),
        .init(
            "accounts_activated",
            "Tài khoản định danh điện tử đã kích hoạt",
            "E-identity accounts, activated",
            { $0.accountsActivated }
        ),
        .init(
            "activated_of_four",
            "Mông, Dao, Tày, Nùng",
            "Mông, Dao, Tày, Nùng",
            isPart: true,
            { $0.activatedOfFour },
            of: { $0.accountsActivated - $0.activatedEthnicityUnknown }
        ),
        .init("accounts_unlocked", "Tài khoản đã mở khóa lại", "Accounts, unlocked again", { $0.accountsUnlocked }),
        .init(
            "accounts_granted",
            "Tài khoản đã cấp, chưa kích hoạt",
            "Accounts, granted and not activated",
            { $0.accountsGranted }
        ),
        .init("accounts_lapsed", "Tài khoản quá hạn kích hoạt", "Accounts, past the seven days", { $0.accountsLapsed }),
        .init("accounts_requested", "Tài khoản đang đề nghị", "Accounts, requested", { $0.accountsRequested }),
        .init("accounts_locked", "Tài khoản đã khóa", "Accounts, locked", { $0.accountsLocked }),
        .init("accounts_refused", "Đề nghị bị từ chối", "Accounts, refused", { $0.accountsRefused }),
        .init(
            "cards_registered",
            "Thẻ đăng ký cấp từ 01/7/2024",
            "Cards registered since 1 July 2024",
            { $0.registered }
        ),
        .init(
            "cards_registered_under_14",
            "Dưới 14 tuổi",
            "Under 14",
            isPart: true,
            { $0.registeredUnder14 },
            of: { $0.registered }
        ),
        .init(
            "cards_registered_age_unknown",
            "Chưa rõ dưới 14 tuổi hay không",
            "Under 14 or not: nobody can say",
            isPart: true,
            { $0.registeredUnder14Unsure },
            of: { $0.registered }
        ),
        .init("cards_approved", "Đã duyệt cấp", "Approved", isPart: true, { $0.approved }, of: { $0.registered }),
        .init("cards_printed", "Đã in", "Printed", isPart: true, { $0.printed }, of: { $0.registered }),
        .init("cards_handed_over", "Đã trả", "Handed over", isPart: true, { $0.handedOver }, of: { $0.registered }),
        .init("under_14", "Trẻ em dưới 14 tuổi", "Children under 14", { $0.under14 }, of: { $0.residents }),
        .init(
            "birth_certificates",
            "Đã ghi giấy khai sinh",
            "With a birth certificate recorded",
            isPart: true,
            { $0.birthCertificates },
            of: { $0.under14 }
        ),
    ]

    /// The shares that the chart shows, each called so that it stands for itself.
    static let charted: [(name: String, vi: String)] = [
        ("poor_or_near_poor", "Hộ nghèo, cận nghèo trong số hộ"),
        ("minorities", "Dân tộc thiểu số trong nhân khẩu"),
        ("four_peoples", "Mông, Dao, Tày, Nùng trong nhân khẩu"),
        ("card_holders", "Đã nhận thẻ trong nhân khẩu"),
        ("card_holders_of_four", "Mông, Dao, Tày, Nùng trong số đã nhận thẻ"),
        ("activated_of_four", "Mông, Dao, Tày, Nùng trong số đã kích hoạt"),
        ("cards_registered_under_14", "Dưới 14 tuổi trong số đăng ký từ 01/7/2024"),
        ("birth_certificates", "Có giấy khai sinh trong số trẻ dưới 14 tuổi"),
    ]

    /// By which communes are compared, beside each other on one sheet, with the heads of narrow columns.
    package static let compared: [(figure: ArticleFigure, vi: String, en: String)] = [
        ("households", "Hộ", "Households"), ("poor_or_near_poor", "Nghèo, cận nghèo", "Poor, near-poor"),
        ("residents", "Nhân khẩu", "Residents"), ("card_holders", "Đã nhận thẻ", "Card in hand"),
        ("accounts_activated", "Đã kích hoạt", "Activated"), ("cards_registered", "Đăng ký thẻ", "Registered"),
        ("cards_registered_under_14", "Dưới 14", "Under 14"),
    ].compactMap { name, vi, en in all.first { $0.name == name }.map { ($0, vi, en) } }
}
