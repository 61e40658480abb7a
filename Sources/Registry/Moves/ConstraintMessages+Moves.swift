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
    ]
}
