/// What a constraint that was broken means to a clerk: its name is the error's identity.
enum ConstraintMessages {
    /// The general one first, then those of the parts that have their own file.
    private static let tables = [table, cases, evidence, moves, outreach, targets, otherEyes]

    static func error(for constraint: String) -> FieldError {
        guard let known = tables.lazy.compactMap({ $0[constraint] }).first else {
            return FieldError(
                field: "",
                rule: constraint,
                message: "The register's rule “\(constraint)” does not allow this.",
                messageVi: "Quy tắc “\(constraint)” của sổ gốc không cho phép điều này."
            )
        }
        return FieldError(field: known.field, rule: known.rule, message: known.en, messageVi: known.vi)
    }

    struct Known {
        let field: String
        let rule: String
        let en: String
        let vi: String
        init(_ field: String, _ rule: String, _ en: String, _ vi: String) {
            self.field = field
            self.rule = rule
            self.en = en
            self.vi = vi
        }
    }

    private static let table: [String: Known] = [
        "parameter_value": Known(
            "value",
            "parameter_value",
            "Points go from -100 to 100; anything else is a whole number from 1 to 1,000,000.",
            "Điểm từ -100 đến 100; các giá trị khác là số nguyên từ 1 đến 1.000.000."
        ),
        "parameter_day_of_year": Known(
            "value",
            "R2.4",
            "A year has at most 366 days.",
            "Một năm có nhiều nhất 366 ngày."
        ),
        "parameter_change_reason": Known(
            "reason",
            "parameter_change_reason",
            "A reason has 3 to 500 characters.",
            "Lý do có từ 3 đến 500 ký tự."
        ),
        "holiday_name": Known(
            "name",
            "R7.9",
            "A holiday's name has 2 to 100 characters.",
            "Tên ngày lễ có từ 2 đến 100 ký tự."
        ),
        "holiday_year": Known(
            "day",
            "R7.9",
            "A holiday lies in the years 2000 to 2100.",
            "Ngày lễ nằm trong các năm 2000 đến 2100."
        ),
        "not_in_the_future": Known("date", "A12", "The day has not come yet.", "Ngày này chưa đến."),
        "demonstration_register_in_use": Known(
            "",
            "L1",
            "The register holds residents; a generated district goes only into an empty one.",
            "Sổ gốc đã có người; dữ liệu trình diễn chỉ được nạp vào sổ còn trống."
        ),
        "demonstration_not_loading": Known(
            "",
            "L1",
            "No generated district is being loaded into this register.",
            "Sổ gốc này không đang nạp dữ liệu trình diễn."
        ),
        "demonstration_is_another": Known(
            "",
            "L1",
            "Another generated district was begun; load that one to its end with its own --seed and --size.",
            "Một bộ dữ liệu trình diễn khác đang nạp dở; hãy nạp tiếp với đúng --seed và --size của bộ đó."
        ),
        "finding_resolved": Known(
            "",
            "H3",
            "The finding is resolved: the latest run did not see it any more.",
            "Phát hiện này đã hết: lần kiểm tra gần nhất không còn thấy."
        ),
        "finding_assignee": Known(
            "assignee",
            "H4",
            "Nobody of that name handles findings of this book.",
            "Không có ai mang tên đăng nhập này xử lý phát hiện của sổ này."
        ),
        "finding_due_on": Known(
            "due_on",
            "H4",
            "A finding is given to somebody until a day that has not passed.",
            "Giao xử lý phải kèm hạn chưa qua."
        ),
        "finding_waiver_period": Known(
            "until",
            "H4",
            "A waiver ends today or on one of the 366 days after.",
            "Miễn xử lý kết thúc trong ngày hôm nay hoặc trong 366 ngày tới."
        ),
        "finding_not_waived": Known("", "H4", "The finding is not waived.", "Phát hiện này không được miễn xử lý."),
        "finding_waived_reason_check": Known(
            "reason",
            "H4",
            "A waiver needs a reason of 3 to 1000 characters.",
            "Miễn xử lý cần lý do từ 3 đến 1000 ký tự."
        ),
        "finding_comment_says_something": Known("text", "H4", "The comment is empty.", "Ghi chú để trống."),
        "household_member_one_principal": Known(
            "household",
            "A6",
            "The person belongs to another household at that time; end that membership first.",
            "Người này đang thuộc hộ khác trong thời gian đó; hãy kết thúc quan hệ với hộ kia trước."
        ),
        "household_one_head": Known(
            "relation",
            "A6",
            "The household has a head at that time.",
            "Hộ đã có chủ hộ trong thời gian đó."
        ),
        "stay_one_at_a_time": Known(
            "opened_on",
            "A6",
            "The person is already in this book at that time.",
            "Người này đã có trong sổ trong thời gian đó."
        ),
        "stay_closed_after_opened": Known(
            "date",
            "A12",
            "The event lies before the day on which the person was entered in this book.",
            "Sự kiện xảy ra trước ngày người này được ghi vào sổ."
        ),
        "life_event_one_death": Known(
            "kind",
            "A12",
            "The person's death is recorded.",
            "Người này đã được ghi là đã mất."
        ),
        "life_event_after_death": Known(
            "kind",
            "A12",
            "Nothing can happen to a person whose death is recorded; correct the death first.",
            "Không thể ghi sự kiện cho người đã mất; hãy đính chính việc mất trước."
        ),
        "life_event_needs_open_stay": Known(
            "kind",
            "A12",
            "The person is not in this book any more.",
            "Người này không còn trong sổ."
        ),
        "life_event_dates": Known(
            "date",
            "A12",
            "The event's dates contradict each other.",
            "Các ngày của sự kiện mâu thuẫn nhau."
        ),
        "personal_number_pkey": Known(
            "personal_number",
            "R1.1",
            "The number is already registered.",
            "Số định danh này đã được đăng ký."
        ),
        "personal_number_one_confirmed": Known(
            "personal_number",
            "R1.8",
            "The person has a confirmed number; cancel it first.",
            "Người này đã có số định danh được xác nhận; hãy hủy số đó trước."
        ),
        "settlement_one_name_a_day": Known(
            "name",
            "A7",
            "Another settlement of this commune has that name.",
            "Xã đã có thôn, buôn, cụm mang tên này."
        ),
        "settlement_cluster_has_no_code": Known(
            "code",
            "R0.1",
            "A cluster without village status has no code.",
            "Cụm dân cư chưa là thôn thì không có mã."
        ),
        "settlement_status_follows": Known(
            "valid_from",
            "A7",
            "The day lies before the settlement's present status.",
            "Ngày này trước tình trạng hiện tại của thôn, cụm."
        ),
        "closed_period_stays": Known(
            "",
            "A9",
            "A period that was closed is not changed; add a counter-entry.",
            "Khoảng thời gian đã đóng thì không sửa; hãy ghi mục bổ sung."
        ),
        "household_closed": Known(
            "closed_on",
            "A6",
            "The household ends before it began.",
            "Hộ kết thúc trước khi bắt đầu."
        ),
        "user_name": Known(
            "user",
            "F1",
            "The name is taken.",
            "Tên tài khoản đã có người dùng."
        ),
        "user_name_check": Known(
            "user",
            "F1",
            "An account's name is 2 to 63 of a-z, 0-9, dot, hyphen and underscore, and begins with a letter.",
            "Tên tài khoản gồm 2 đến 63 ký tự a-z, 0-9, chấm, gạch, và bắt đầu bằng chữ."
        ),
        "user_display_name_check": Known(
            "name",
            "F1",
            "A person's name has 1 to 200 characters and no space at its ends.",
            "Họ tên có từ 1 đến 200 ký tự, không có khoảng trắng ở hai đầu."
        ),
        "user_not_oneself": Known(
            "user",
            "F6",
            "Nobody does this to his own account; another administrator must.",
            "Không ai tự làm việc này với tài khoản của mình; cần quản trị viên khác."
        ),
        "user_reset_second_person": Known(
            "user",
            "G4",
            "Password and second factor of one account are reset by two different administrators.",
            "Mật khẩu và mã thứ hai của một tài khoản phải do hai quản trị viên khác nhau đặt lại."
        ),
        "grant_not_to_oneself": Known(
            "user",
            "F6",
            "Nobody grants to himself.",
            "Không ai được tự cấp quyền cho mình."
        ),
        "grant_second_person": Known(
            "grant",
            "F6",
            "Another administrator must confirm: neither who granted nor who is granted.",
            "Phải do quản trị viên khác xác nhận: không phải người cấp, cũng không phải người được cấp."
        ),
        "grant_one_login_class": Known(
            "role",
            "F1",
            "A user's grants open one kind of sign-in; whoever holds two such offices has two accounts.",
            "Các quyền của một tài khoản phải cùng một loại đăng nhập; người giữ hai vai trò khác loại dùng hai tài khoản."
        ),
        "grant_revoked": Known(
            "grant",
            "F6",
            "The grant was revoked; grant anew.",
            "Quyền này đã bị thu hồi; hãy cấp lại."
        ),
        "grant_period": Known(
            "to",
            "F1",
            "The period ends before it begins.",
            "Thời hạn kết thúc trước khi bắt đầu."
        ),
        "grant_reason_check": Known(
            "reason",
            "F6",
            "A grant needs a reason of 3 to 500 characters.",
            "Việc cấp quyền cần lý do từ 3 đến 500 ký tự."
        ),
        // Papers: cards, numbers, accounts, certificates, corrections.
        "number_cancelled": Known(
            "resident",
            "R1.8",
            "The person's number was cancelled; its history says why. It serves for nothing until one is re-established.",
            "Số định danh của người này đã bị hủy (lý do xem lịch sử số); không dùng được cho đến khi xác lập lại."
        ),
        "issuance_needs_number": Known(
            "resident",
            "R2.3",
            "The person has no confirmed personal number.",
            "Người này chưa có số định danh được xác nhận."
        ),
        "issuance_to_dead": Known(
            "resident",
            "A12",
            "The person's death is recorded.",
            "Người này đã được ghi là đã mất."
        ),
        "issuance_to_absent": Known(
            "resident",
            "C1",
            "The person is not in this book any more.",
            "Người này không còn trong sổ."
        ),
        "issuance_under_case": Known(
            "resident",
            "R7.6",
            "Who the person is, is still being decided by an identity case.",
            "Hồ sơ xác minh của người này chưa có quyết định."
        ),
        "card_one_valid": Known(
            "ground",
            "C1",
            "The person has a valid card: say why it is exchanged or made anew.",
            "Người này đang có thẻ còn giá trị: hãy nêu lý do cấp đổi hoặc cấp lại."
        ),
        "card_one_in_progress": Known(
            "resident",
            "C1",
            "A card of this person is being made already.",
            "Người này đang có đề nghị cấp thẻ chưa xong."
        ),
        "card_nothing_to_exchange": Known(
            "ground",
            "R2.8",
            "The person never had a card of ours that could be exchanged.",
            "Người này chưa từng có thẻ để cấp đổi, cấp lại."
        ),
        "card_biometrics_under_6": Known(
            "face",
            "R2.2",
            "Nothing is captured of a child under six.",
            "Trẻ dưới 6 tuổi không thu nhận sinh trắc học."
        ),
        "card_biometrics_due": Known(
            "face",
            "R2.2",
            "From six years on face, fingerprints and iris are captured, or it is said why not.",
            "Từ đủ 6 tuổi phải thu nhận khuôn mặt, vân tay, mống mắt hoặc nêu lý do."
        ),
        "card_child_represented": Known(
            "representative",
            "R2.2",
            "A child under 14 is represented.",
            "Người dưới 14 tuổi phải có người đại diện."
        ),
        "card_why_not_captured": Known(
            "why_not",
            "R2.11",
            "Say why something was not captured, and only then.",
            "Phải nêu lý do khi có mục chưa thu nhận, và chỉ khi đó."
        ),
        "card_state": Known(
            "",
            "C1",
            "The card's state does not allow this step.",
            "Trạng thái của thẻ không cho phép bước này."
        ),
        "card_in_batch": Known(
            "",
            "C3",
            "The card is on its way to the printer; it can only be revoked.",
            "Thẻ đã đưa vào đợt in; chỉ có thể thu hồi."
        ),
        "card_needs_birth_name": Known(
            "name",
            "R2.7",
            "A card prints the birth name, and none is recorded.",
            "Thẻ in họ tên khai sinh; hồ sơ chưa có."
        ),
        "card_needs_sex": Known("sex", "R2.7", "The person's sex is not known.", "Hồ sơ chưa có giới tính."),
        "card_needs_birth_year": Known(
            "birth",
            "R9.8",
            "The year of birth is not decided; a card cannot print two.",
            "Chưa quyết định năm sinh; thẻ không thể in hai năm."
        ),
        "card_other_number": Known(
            "",
            "C4",
            "The card was printed with another number than the person has now.",
            "Số in trên thẻ khác số định danh hiện nay."
        ),
        "card_batch_takes_approved": Known(
            "cards",
            "C3",
            "A batch takes approved cards that are in no batch, at least one.",
            "Đợt in chỉ nhận thẻ đã duyệt và chưa vào đợt nào, ít nhất một thẻ."
        ),
        "card_batch_state": Known(
            "",
            "C3",
            "A batch is made, sent, received and printed, in this order.",
            "Đợt in theo thứ tự: lập, gửi, nhận, in."
        ),
        "card_event_reason": Known("reason", "C1", "A reason is needed.", "Phải nêu lý do."),
        "birth_certificate_number": Known(
            "number",
            "C6",
            "The number is taken in the register book of that year.",
            "Số này đã có trong sổ đăng ký khai sinh của năm đó."
        ),
        "birth_certificate_one_valid": Known(
            "resident",
            "C6",
            "The person has a birth certificate; it has to be revoked first.",
            "Người này đã có giấy khai sinh; phải thu hồi trước."
        ),
        "birth_certificate_before_birth": Known(
            "registered_on",
            "R7.1",
            "The registration lies before every possible day of birth.",
            "Ngày đăng ký trước mọi ngày sinh có thể."
        ),
        "birth_certificate_mother": Known(
            "mother",
            "C6",
            "Only a stated answer has a name.",
            "Chỉ khi đã khai mới ghi tên mẹ."
        ),
        "birth_certificate_mother_papers": Known(
            "mother_papers",
            "C6",
            "Of a mother who is stated, say whether she has papers.",
            "Đã ghi mẹ thì phải ghi mẹ có giấy tờ hay không."
        ),
        "birth_certificate_father": Known(
            "father",
            "C6",
            "Only a stated answer has a name.",
            "Chỉ khi đã khai mới ghi tên cha."
        ),
        "birth_certificate_recognition": Known(
            "father",
            "R7.3",
            "A father who is not married to the mother is entered once he has recognised the child.",
            "Cha chưa đăng ký kết hôn với mẹ chỉ được ghi khi đã nhận con."
        ),
        "birth_certificate_signer": Known(
            "signer",
            "C6",
            "Who enters a birth and who signs it are two people.",
            "Người ghi sổ và người ký phải là hai người."
        ),
        "birth_certificate_revoked": Known("", "C6", "The certificate was revoked.", "Giấy khai sinh đã bị thu hồi."),
        "correction_fact": Known(
            "fact",
            "C7",
            "No such statement of this attribute is recorded of this person.",
            "Không có lời khai nào như vậy của người này."
        ),
        "correction_one_open": Known(
            "attribute",
            "C7",
            "A correction of this attribute waits for its decision.",
            "Đang có đề nghị đính chính nội dung này chờ quyết định."
        ),
        "correction_state": Known("", "C7", "The correction was decided already.", "Đề nghị này đã được quyết định."),
        "identity_certificate_six_months": Known(
            "resident",
            "R2.10",
            "The person has not lived in the commune for six months.",
            "Người này chưa sinh sống liên tục tại xã đủ 6 tháng."
        ),
        "identity_certificate_has_card": Known(
            "resident",
            "R2.10",
            "The person has a valid card.",
            "Người này đang có thẻ căn cước còn giá trị."
        ),
        "identity_certificate_one": Known(
            "resident",
            "R2.10",
            "The person has a certificate of identity.",
            "Người này đã có giấy chứng nhận căn cước."
        ),
        "identity_certificate_state": Known(
            "",
            "R2.10",
            "The certificate's state does not allow this step.",
            "Trạng thái giấy chứng nhận không cho phép bước này."
        ),
        "identity_certificate_ending": Known("reason", "R2.10", "A reason is needed.", "Phải nêu lý do."),
        "number_never_cancelled": Known(
            "number",
            "R1.8",
            "No number of this person was cancelled: confirm one instead.",
            "Người này chưa có số nào bị hủy; hãy xác nhận số."
        ),
        "e_identity_state": Known(
            "",
            "C5",
            "The account's state does not allow this step.",
            "Trạng thái tài khoản không cho phép bước này."
        ),
        "e_identity_one_of_level": Known(
            "level",
            "C5",
            "The person has an account of this level, or has asked for one.",
            "Người này đã có hoặc đã đề nghị tài khoản mức này."
        ),
        "e_identity_needs_card": Known(
            "resident",
            "R3.1",
            "Without a valid card there is no account.",
            "Chưa có thẻ còn giá trị thì không cấp tài khoản."
        ),
        "e_identity_card_revoked": Known(
            "resident",
            "C4",
            "The person's card was revoked; its history says why.",
            "Thẻ của người này đã bị thu hồi; lý do xem lịch sử thẻ."
        ),
        "e_identity_level_of_small": Known(
            "level",
            "R3.1",
            "Under six years there is level 1 only.",
            "Trẻ dưới 6 tuổi chỉ được cấp mức 01."
        ),
        "e_identity_child_guardian": Known(
            "guardian",
            "R3.2",
            "A child under 14 has the account by the guardian's telephone.",
            "Người dưới 14 tuổi dùng số thuê bao của người giám hộ."
        ),
        "e_identity_age_unknown": Known(
            "age_decision",
            "R9.9",
            "Nobody can say whether the person is old enough: decide, and say why.",
            "Chưa rõ đủ tuổi hay chưa: cán bộ quyết định và nêu lý do."
        ),
        "e_identity_needs_phone": Known(
            "phone",
            "R3.2",
            "A telephone number registered in its owner's own name is needed.",
            "Cần số thuê bao chính chủ."
        ),
        "e_identity_activation_day": Known(
            "on",
            "R3.4",
            "An account is activated between its notice and today.",
            "Ngày kích hoạt nằm giữa ngày thông báo và hôm nay."
        ),
        "e_identity_hotline_only": Known(
            "by_hotline",
            "R3.4",
            "After seven days from the notice only the hotline activates it.",
            "Quá 7 ngày kể từ khi thông báo chỉ kích hoạt qua tổng đài."
        ),
        "e_identity_event_reason": Known("reason", "C5", "A reason is needed.", "Phải nêu lý do."),
        "number_form": Known(
            "number",
            "R1.1",
            "A personal number has exactly twelve digits.",
            "Số định danh cá nhân phải có đúng 12 chữ số."
        ),
        "number_province": Known(
            "number",
            "R1.7",
            "The number's province did not exist, or is not the one where the birth was registered.",
            "Mã tỉnh của số không có hoặc khác nơi đăng ký khai sinh."
        ),
        "number_year_to_come": Known(
            "number",
            "R1.3",
            "The number names a birth year that had not come.",
            "Số ghi năm sinh chưa tới."
        ),
        "number_sex": Known(
            "number",
            "R1.7",
            "The first number states another sex than the record.",
            "Số được cấp lần đầu ghi giới tính khác hồ sơ."
        ),
        "number_birth_year": Known(
            "number",
            "R1.7",
            "The first number states another birth year than the record.",
            "Số được cấp lần đầu ghi năm sinh khác hồ sơ."
        ),
        "four_eyes": Known(
            "",
            "B9",
            "Nobody approves what he submitted himself.",
            "Không ai được duyệt việc do chính mình lập."
        ),
        "four_eyes_household": Known(
            "",
            "B9",
            "Nobody approves what a member of his household submitted, or what concerns one.",
            "Không ai được duyệt việc của người cùng hộ."
        ),
        "area_missing": Known(
            "area",
            "L1",
            "No areas are loaded: run sogoc migrate up first.",
            "Chưa có địa bàn nào: hãy chạy sogoc migrate up trước."
        ),
    ]
}
