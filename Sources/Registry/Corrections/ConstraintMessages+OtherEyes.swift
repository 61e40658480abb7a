extension ConstraintMessages {
    /// What takes two people, or is not asked again and again.
    static let otherEyes: [String: Known] = [
        "choice_needs_correction": Known(
            "reason",
            "C7",
            "This is settled, or stands on a card or birth certificate: ask for a correction, which somebody else approves.",
            "Nội dung này đã được quyết định hoặc đã ghi trên thẻ, giấy khai sinh: hãy lập đề nghị đính chính để người khác duyệt."
        ),
        "number_by_case": Known(
            "personal_number",
            "R7.6",
            "An identity case of this person is not over: the number is entered there.",
            "Hồ sơ xác minh của người này chưa xong: hãy nhập số định danh trong hồ sơ."
        ),
        "number_attempts": Known(
            "personal_number",
            "R1.1",
            "Too many numbers that are registered already were tried today; ask the district.",
            "Hôm nay đã nhập quá nhiều số định danh đã được đăng ký; hãy hỏi huyện."
        ),
        "personal_number_event_cancelled": Known(
            "ground",
            "R1.8",
            "A cancellation says its ground and its day.",
            "Việc hủy số định danh phải nêu căn cứ và ngày hủy."
        ),
    ]
}
