extension ConstraintMessages {
    /// What the tables and functions of targets refuse.
    static let targets: [String: Known] = [
        "target_once": Known(
            "measure",
            "C8",
            "This area has, or had, such a target: change its last day instead.",
            "Địa bàn này đã có chỉ tiêu như vậy: hãy đổi thời hạn của chỉ tiêu đó."
        ),
        "target_measure": Known(
            "measure",
            "C8",
            "There is no such measure.",
            "Không có loại chỉ tiêu này."
        ),
        "target_ages": Known("ages", "C8", "There is no such group of ages.", "Không có nhóm tuổi này."),
        "target_deadline": Known(
            "deadline",
            "C8",
            "The last day lies between 2000 and 2100.",
            "Thời hạn phải từ năm 2000 đến năm 2100."
        ),
        "target_unchanged": Known(
            "deadline",
            "C8",
            "The target stands so already.",
            "Chỉ tiêu vốn như vậy."
        ),
    ]
}
