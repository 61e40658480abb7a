extension ConstraintMessages {
    /// What the tables and functions of evidence, witnesses, letters and decisions refuse.
    static let evidence: [String: Known] = [
        "case_is_over": Known(
            "case",
            "B1",
            "The case is over; nothing is added to it.",
            "Hồ sơ đã kết thúc, không ghi thêm."
        ),
        "evidence_kind": Known("kind", "B4", "There is no such kind of evidence.", "Không có loại chứng cứ này."),
        "evidence_says": Known(
            "says",
            "B4",
            "What evidence says has 3 to 2000 characters.",
            "Nội dung chứng cứ có từ 3 đến 2000 ký tự."
        ),
        "evidence_issued_later": Known(
            "issued_on",
            "B4",
            "The day on which it was issued has not come yet.",
            "Ngày cấp chưa đến."
        ),
        "evidence_kin_named": Known(
            "kin",
            "B4",
            "Kin already registered names the relative and what he is to the person; other evidence names none.",
            "Chứng cứ “người thân đã có trong sổ” phải nêu người thân và quan hệ; loại khác thì không."
        ),
        "evidence_kin_relation": Known(
            "kin_relation",
            "B4",
            "There is no such relation.",
            "Không có quan hệ này."
        ),
        "evidence_kin_not_oneself": Known(
            "kin",
            "B4",
            "Nobody is his own relative.",
            "Không ai là người thân của chính mình."
        ),
        "attestation_not_oneself": Known(
            "witness",
            "B5",
            "Nobody is a witness for himself.",
            "Không ai tự làm chứng cho mình."
        ),
        "attestation_of_one_witness": Known(
            "witness",
            "B5",
            "A witness is a resident, or somebody who is named with where he lives.",
            "Người làm chứng là nhân khẩu trong sổ, hoặc người được nêu tên kèm nơi ở."
        ),
        "attestation_witness_name": Known(
            "witness_name",
            "B5",
            "A witness's name has 1 to 200 characters.",
            "Tên người làm chứng có từ 1 đến 200 ký tự."
        ),
        "attestation_witness_lives": Known(
            "witness_lives",
            "B5",
            "Where and with whom a witness lives has 3 to 300 characters.",
            "Nơi ở của người làm chứng có từ 3 đến 300 ký tự."
        ),
        "attestation_says": Known(
            "says",
            "B5",
            "What a witness says has 3 to 2000 characters.",
            "Lời làm chứng có từ 3 đến 2000 ký tự."
        ),
        "attestation_stated_later": Known(
            "stated_on",
            "B5",
            "Nobody has said anything on a day that has not come.",
            "Ngày làm chứng chưa đến."
        ),
        "attestation_paper": Known(
            "paper",
            "R2.9",
            "A witness's paper is an identity paper that is valid on that day; the old ones ran out with 2024.",
            "Giấy tờ của người làm chứng phải là giấy tờ tùy thân còn giá trị vào ngày đó; CMND hết giá trị từ năm 2025."
        ),
        "set_aside_reason": Known(
            "reason",
            "B4",
            "Setting aside needs a reason of 3 to 500 characters.",
            "Việc loại ra cần lý do từ 3 đến 500 ký tự."
        ),
        "set_aside_evidence_once": Known("", "B4", "The evidence is set aside already.", "Chứng cứ này đã bị loại."),
        "set_aside_attestation_once": Known(
            "",
            "B5",
            "The statement is set aside already.",
            "Lời làm chứng này đã bị loại."
        ),
        "letter_outdated": Known(
            "question",
            "B11",
            "Another request was sent at the same time, or the person was corrected; send it again.",
            "Cùng lúc có công văn khác được gửi, hoặc thông tin vừa được sửa; hãy gửi lại."
        ),
        "decision_basis": Known(
            "evidence",
            "B9",
            "A decision rests on evidence, statements or replies of this case that were not set aside, on one at least.",
            "Quyết định phải dựa vào ít nhất một chứng cứ, lời làm chứng hoặc trả lời còn hiệu lực của hồ sơ này."
        ),
        "decision_fact": Known(
            "fact",
            "A9",
            "The person has no such fact of this kind.",
            "Nhân khẩu không có thông tin này."
        ),
        "decision_reason": Known(
            "reason",
            "A9",
            "A decision needs a reason of 3 to 500 characters.",
            "Quyết định cần lý do từ 3 đến 500 ký tự."
        ),
    ]
}
