extension ConstraintMessages {
    /// What the functions of schema `outreach` refuse.
    static let outreach: [String: Known] = [
        "outreach_team_name": Known(
            "name",
            "B10",
            "The commune has a team of that name.",
            "Xã đã có tổ mang tên này."
        ),
        "outreach_team_ended": Known(
            "team",
            "B10",
            "The team has ended.",
            "Tổ này đã giải thể."
        ),
        "outreach_member_once": Known(
            "account",
            "B10",
            "The user belongs to the team already.",
            "Người này đang ở trong tổ."
        ),
        "outreach_member_unknown": Known(
            "members",
            "B10",
            "There is no account of that name in use.",
            "Không có tài khoản đang dùng mang tên này."
        ),
        "visit_once_a_day": Known(
            "planned_on",
            "B10",
            "A visit to this household is planned for that day.",
            "Hộ này đã có lượt đến được lên lịch vào ngày đó."
        ),
        "visit_planned_in_the_past": Known(
            "planned_on",
            "B10",
            "A visit is planned for today or later.",
            "Lịch đến hộ phải từ hôm nay trở đi."
        ),
        "visit_in_the_future": Known(
            "done_at",
            "K3",
            "By the register's clock the visit lies in the future; check the device's date.",
            "Theo giờ của sổ gốc, lượt đến hộ ở tương lai; hãy kiểm tra ngày giờ của thiết bị."
        ),
        "visit_too_long_ago": Known(
            "done_at",
            "K3",
            "The visit is more than sixty days ago; check the device's date.",
            "Lượt đến hộ đã quá 60 ngày; hãy kiểm tra ngày giờ của thiết bị."
        ),
        "visit_recorded": Known(
            "id",
            "K3",
            "A visit of this id was recorded otherwise before.",
            "Lượt đến hộ mang mã này đã được ghi khác."
        ),
        "visit_subject_unknown": Known(
            "household",
            "B10",
            "There is no such household or resident in this commune.",
            "Xã không có hộ hoặc nhân khẩu này."
        ),
        "visit_home_issuing": Known(
            "home_issuing",
            "B10",
            "Nobody was at home who could ask for a card to be made there.",
            "Không có ai ở nhà để đề nghị làm thẻ tại nhà."
        ),
    ]
}
