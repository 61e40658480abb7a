/// What removes an obstacle, and whose act that is.
extension Obstacle {
    package var removalVi: String {
        switch self {
        case .birthNotRegistered: "Đăng ký khai sinh"
        case .birthCertificateRevoked: "Đăng ký khai sinh lại"
        case .noCase: "Mở hồ sơ xác minh"
        case .claimsMissing: "Ghi nơi khai nhận nguồn gốc"
        case .searchMissing: "Tra cứu người trùng"
        case .requestMissing: "Gửi công văn, hoặc dựa vào chứng cứ"
        case .replyAwaited: "Trả lời, và ghi trả lời vào hồ sơ"
        case .replyOverdue: "Nhắc nơi được hỏi"
        case .replyToFollow: "Hỏi nơi khác, dựa vào chứng cứ, hoặc đề xuất"
        case .otherCaseAwaited: "Quyết định hồ sơ kia"
        case .evidenceMissing: "Bổ sung chứng cứ, người làm chứng, rồi đề xuất"
        case .decisionAwaited: "Quyết định hồ sơ"
        case .districtDecisionAwaited: "Quyết định hồ sơ được chuyển lên"
        case .notIdentified: "Có chứng cứ mới thì mở lại hồ sơ"
        case .numberAwaited: "Nhập số theo văn bản thông báo"
        case .numberCancelled: "Nhập số được xác lập lại"
        case .birthNameMissing: "Ghi tên khai sinh"
        case .sexMissing: "Ghi giới tính"
        case .birthYearMissing: "Quyết định năm sinh"
        case .cardNotRequested: "Lập đề nghị cấp thẻ, tại nhà nếu cần"
        case .cardRefused: "Khắc phục lý do và lập đề nghị mới"
        case .cardExpired: "Lập đề nghị đổi thẻ"
        case .cardLost: "Lập đề nghị cấp lại"
        case .cardRevoked: "Lập đề nghị cấp thẻ"
        case .cardToApprove: "Duyệt đề nghị cấp thẻ"
        case .cardToPrint: "Lập đợt in và nhận thẻ"
        case .cardToHandOver: "Trả thẻ, tại nhà nếu cần"
        case .accountNotRequested: "Lập đề nghị cấp tài khoản"
        case .accountRefused: "Khắc phục lý do và lập đề nghị mới"
        case .phoneMissing: "Đăng ký thuê bao chính chủ"
        case .accountToGrant: "Duyệt cấp tài khoản"
        case .accountToActivate: "Kích hoạt trên ứng dụng"
        case .accountLapsed: "Kích hoạt qua tổng đài"
        case .accountLocked: "Mở khóa tài khoản"
        }
    }

    package var removalEn: String {
        switch self {
        case .birthNotRegistered: "Register the birth"
        case .birthCertificateRevoked: "Register the birth anew"
        case .noCase: "Open an identity case"
        case .claimsMissing: "Record where the person says to come from"
        case .searchMissing: "Search the register for the same person"
        case .requestMissing: "Send a request, or rely on evidence"
        case .replyAwaited: "Answer, and have the reply recorded"
        case .replyOverdue: "Remind the place that was asked"
        case .replyToFollow: "Ask the next place, rely on evidence, or propose"
        case .otherCaseAwaited: "Have the other case decided"
        case .evidenceMissing: "Add evidence or witnesses, then propose"
        case .decisionAwaited: "Decide the case"
        case .districtDecisionAwaited: "Decide the escalated case"
        case .notIdentified: "Reopen the case on new evidence"
        case .numberAwaited: "Enter the number with its document"
        case .numberCancelled: "Enter the re-established number"
        case .birthNameMissing: "Record a birth name"
        case .sexMissing: "Record the sex"
        case .birthYearMissing: "Decide the year of birth"
        case .cardNotRequested: "Request a card, at home where need be"
        case .cardRefused: "Mend the reason and request it anew"
        case .cardExpired: "Request an exchange"
        case .cardLost: "Request it anew"
        case .cardRevoked: "Request a card"
        case .cardToApprove: "Approve the card"
        case .cardToPrint: "Send it to print and take it in"
        case .cardToHandOver: "Hand it over, at home where need be"
        case .accountNotRequested: "Request an account"
        case .accountRefused: "Mend the reason and request it anew"
        case .phoneMissing: "Register a telephone in the own name"
        case .accountToGrant: "Grant the account"
        case .accountToActivate: "Activate it in the application"
        case .accountLapsed: "Activate it by the hotline"
        case .accountLocked: "Unlock the account"
        }
    }

    package var actor: Actor {
        switch self {
        case .decisionAwaited, .notIdentified, .birthYearMissing, .cardToApprove, .accountToGrant, .accountLocked:
            .communeSupervisor
        case .districtDecisionAwaited:
            .districtOfficer
        case .replyAwaited:
            .askedPlace
        case .phoneMissing, .accountToActivate, .accountLapsed:
            .resident
        case .birthNotRegistered, .birthCertificateRevoked, .noCase, .claimsMissing, .searchMissing, .requestMissing,
            .replyOverdue, .replyToFollow, .otherCaseAwaited, .evidenceMissing, .numberAwaited, .numberCancelled,
            .birthNameMissing, .sexMissing, .cardNotRequested, .cardRefused, .cardExpired, .cardLost, .cardRevoked,
            .cardToPrint, .cardToHandOver, .accountNotRequested, .accountRefused:
            .communeOfficer
        }
    }
}
