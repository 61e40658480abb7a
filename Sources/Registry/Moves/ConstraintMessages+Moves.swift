extension ConstraintMessages {
    /// What the functions of schema `moves` refuse.
    static let moves: [String: Known] = [
        "transfer_one_open": Known(
            "resident",
            "F5",
            "A transfer of this person is waiting for an answer.",
            "Đã có đề nghị chuyển người này đang chờ trả lời."
        ),
        "transfer_to_itself": Known(
            "to_commune",
            "F5",
            "The person is in that commune's book already.",
            "Người này đã ở trong sổ của xã đó."
        ),
        "transfer_book": Known(
            "to_commune",
            "F5",
            "That commune had no open book on that day.",
            "Vào ngày đó xã này không có sổ đang mở."
        ),
        "transfer_needs_open_stay": Known(
            "resident",
            "F5",
            "The person does not live in this commune any more.",
            "Người này không còn cư trú ở xã."
        ),
        "transfer_case_open": Known(
            "resident",
            "F5",
            "An identity case of this person is not over; decide or withdraw it first.",
            "Hồ sơ xác minh của người này chưa kết thúc; hãy quyết định hoặc rút hồ sơ trước."
        ),
        "transfer_card_in_progress": Known(
            "resident",
            "F5",
            "A card of this person is being made; hand it over or cancel it first.",
            "Thẻ của người này đang được làm; hãy trả thẻ hoặc hủy yêu cầu trước."
        ),
        "transfer_over": Known(
            "",
            "F5",
            "The transfer is over.",
            "Đề nghị chuyển này đã kết thúc."
        ),
        "resident_of_another_book": Known(
            "resident",
            "F5",
            "This person stands in another commune's book and comes here by a transfer only.",
            "Người này đã có trong sổ của xã khác; chỉ chuyển đến bằng đề nghị chuyển nơi cư trú."
        ),
        "stay_open_elsewhere": Known(
            "resident",
            "F5",
            "On that day the person lives in another commune's book; she comes back by a transfer.",
            "Vào ngày đó người này đang cư trú ở xã khác; muốn về phải có đề nghị chuyển nơi cư trú."
        ),
        "holder_moved_away": Known(
            "resident",
            "F5",
            "The holder lives in another commune now, which takes all steps on the papers.",
            "Người này đã chuyển sang xã khác; mọi việc về giấy tờ do xã đó thực hiện."
        ),
        "card_not_the_first": Known(
            "ground",
            "R2.8",
            "The person has had a card before: this is an exchange or a re-issue.",
            "Người này đã từng có thẻ: đây là cấp đổi hoặc cấp lại."
        ),
    ]
}
