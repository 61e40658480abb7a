/// What a constraint that was broken means to a clerk: its name is the error's identity.
enum ConstraintMessages {
    static func error(for constraint: String) -> FieldError {
        guard let known = table[constraint] ?? cases[constraint] ?? evidence[constraint] else {
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
        "area_missing": Known(
            "area",
            "L1",
            "No areas are loaded: run sogoc migrate up first.",
            "Chưa có địa bàn nào: hãy chạy sogoc migrate up trước."
        ),
    ]
}
