extension ConstraintMessages {
    /// What the functions of schema `cases` refuse, and the tables of cases and requests.
    static let cases: [String: Known] = [
        "case_step_illegal": Known(
            "step",
            "B1",
            "No such step leads on from the case's present state.",
            "Hồ sơ ở trạng thái này không có bước đó."
        ),
        "case_step_needs_more": Known(
            "step",
            "B1",
            "This step needs more than words; send what belongs to it.",
            "Bước này cần thêm nội dung kèm theo."
        ),
        "office_missing": Known(
            "",
            "F3",
            "This step belongs to another office.",
            "Bước này thuộc thẩm quyền của chức danh khác."
        ),
        "four_eyes": Known(
            "",
            "B9",
            "Nobody approves what he submitted himself.",
            "Không ai được duyệt việc do chính mình trình."
        ),
        "four_eyes_household": Known(
            "",
            "B9",
            "Nobody approves for a member of his own household, or what one of them submitted.",
            "Không ai được duyệt cho người cùng hộ, hay việc do người cùng hộ trình."
        ),
        "identity_case_one_open": Known(
            "resident",
            "R7.6",
            "The person has a case that is not over.",
            "Người này đang có hồ sơ chưa kết thúc."
        ),
        "case_needs_open_stay": Known(
            "resident",
            "A12",
            "The person is not in this book any more.",
            "Người này không còn trong sổ."
        ),
        "case_needs_name": Known(
            "resident",
            "R7.6",
            "A case needs at least one name of the person.",
            "Mở hồ sơ cần ít nhất một tên."
        ),
        "case_reason_missing": Known(
            "reason",
            "B1",
            "This step needs a reason of 3 to 1000 characters.",
            "Bước này cần lý do từ 3 đến 1000 ký tự."
        ),
        "case_event_reason": Known(
            "reason",
            "B1",
            "A reason has 3 to 1000 characters.",
            "Lý do có từ 3 đến 1000 ký tự."
        ),
        "case_rests_on_missing": Known(
            "rests_on",
            "R7.6",
            "A decision says what it rests on, in 3 to 1000 characters.",
            "Quyết định phải nêu căn cứ, từ 3 đến 1000 ký tự."
        ),
        "case_event_rests_on": Known(
            "rests_on",
            "R7.6",
            "What it rests on has 3 to 1000 characters.",
            "Căn cứ có từ 3 đến 1000 ký tự."
        ),
        "case_event_attachment": Known(
            "search",
            "R7.6",
            "What is attached is too large.",
            "Nội dung kèm theo quá lớn."
        ),
        "case_claims_missing": Known(
            "",
            "R7.6",
            "Record where the person says to come from, or that she does not know.",
            "Hãy ghi nơi khai nguồn gốc, hoặc câu trả lời “không biết”."
        ),
        "case_claims_left": Known(
            "",
            "R7.7",
            "There is a claimed place that was not asked yet.",
            "Còn nơi khai chưa hỏi."
        ),
        "case_search_missing": Known(
            "search",
            "R7.6",
            "Attach what the search for duplicates found, and your word on it.",
            "Hãy kèm kết quả tra trùng và ý kiến của cán bộ."
        ),
        "case_search_form": Known(
            "search.candidates",
            "R7.6",
            "At most 50 candidates, each with book, resident and score.",
            "Tối đa 50 người, mỗi người gồm sổ, mã và điểm."
        ),
        "case_strength_below": Known(
            "",
            "B4",
            "What speaks for the person does not reach the threshold.",
            "Độ tin cậy của hồ sơ chưa đạt ngưỡng."
        ),
        "case_outcome_no_match": Known(
            "",
            "R7.6",
            "Only the reply that the person is known there leads on to a proposal.",
            "Chỉ khi nơi được hỏi xác nhận có người này mới được đề xuất."
        ),
        "case_extended_once": Known(
            "",
            "R7.5",
            "The period was extended already; it is extended once.",
            "Thời hạn đã được gia hạn; chỉ được gia hạn một lần."
        ),
        "case_no_new_fact": Known(
            "",
            "A9",
            "A decided case is reopened when something new was recorded since.",
            "Chỉ mở lại khi có thông tin mới ghi sau quyết định."
        ),
        "identity_case_outcome": Known(
            "outcome",
            "R7.6",
            "A decision says whether the person is identified.",
            "Quyết định phải nêu đã xác định được người hay chưa."
        ),
        "case_not_identified": Known(
            "step",
            "C9",
            "The case was decided otherwise: the person is not identified.",
            "Hồ sơ đã quyết định là chưa xác định được người."
        ),
        "case_document_missing": Known(
            "number.document",
            "C9",
            "A number is entered with the document that gives it.",
            "Nhập số định danh phải kèm văn bản thông báo."
        ),
        "number_form": Known(
            "number.number",
            "R1.1",
            "A personal number is exactly 12 digits.",
            "Số định danh gồm đúng 12 chữ số."
        ),
        "number_province": Known(
            "number.number",
            "R1.5",
            "The number begins with no province's code of that time.",
            "Ba số đầu không phải mã tỉnh vào thời điểm đó."
        ),
        "number_year_to_come": Known(
            "number.number",
            "R1.3",
            "The number names a birth year that had not come.",
            "Số định danh ghi năm sinh chưa tới."
        ),
        "number_sex": Known(
            "number.number",
            "R1.7",
            "The number states another sex than the record; a first number must agree.",
            "Số định danh ghi giới tính khác hồ sơ; số cấp lần đầu phải khớp."
        ),
        "number_birth_year": Known(
            "number.number",
            "R1.7",
            "The number states another birth year than the record; a first number must agree.",
            "Số định danh ghi năm sinh khác hồ sơ; số cấp lần đầu phải khớp."
        ),
        "case_awaited": Known(
            "waits_for",
            "B7",
            "There is no such case to wait for.",
            "Không có hồ sơ để chờ như vậy."
        ),
        "case_awaited_over": Known(
            "waits_for",
            "B7",
            "That case is decided or over; there is nothing to wait for.",
            "Hồ sơ kia đã quyết định hoặc kết thúc; không còn gì để chờ."
        ),
        "case_wait_cycle": Known(
            "waits_for",
            "B7",
            "The other case waits for this one, itself or through others.",
            "Hồ sơ kia đang chờ hồ sơ này, trực tiếp hoặc qua hồ sơ khác."
        ),
        "identity_case_withdrawal": Known(
            "withdrawal",
            "R7.6",
            "A case is withdrawn because the person moved away, died, was merged, or was registered in error.",
            "Rút hồ sơ vì chuyển đi, đã chết, gộp hoặc ghi nhầm."
        ),
        "request_question": Known(
            "request",
            "B3",
            "Ask one of the person's names at one of the places she claims.",
            "Chỉ hỏi một tên của người này tại một nơi người này đã khai."
        ),
        "request_asked_before": Known(
            "request",
            "B3",
            "This name was asked at this place already.",
            "Đã hỏi tên này tại nơi này."
        ),
        "request_channel": Known(
            "channel",
            "B2",
            "A request goes by post, e-mail, by hand, or through the system.",
            "Công văn gửi qua bưu điện, thư điện tử, trao tay hoặc hệ thống."
        ),
        "request_of_case": Known(
            "request",
            "B2",
            "There is no such request in this case.",
            "Hồ sơ không có công văn này."
        ),
        "request_closed": Known(
            "request",
            "B3",
            "The request was withdrawn or its case is over; nobody answers it any more.",
            "Công văn đã rút hoặc hồ sơ đã kết thúc; không ghi thêm trả lời."
        ),
        "request_answered": Known(
            "request",
            "B2",
            "The request is answered.",
            "Công văn đã có trả lời."
        ),
        "request_not_due": Known(
            "request",
            "B2",
            "The day until which an answer is awaited has not passed.",
            "Chưa quá hạn trả lời."
        ),
        "reply_outcome": Known(
            "outcome",
            "B3",
            "There is no such kind of reply.",
            "Không có loại trả lời này."
        ),
        "reply_before_request": Known(
            "received_on",
            "B3",
            "The reply is older than the request.",
            "Trả lời có trước công văn."
        ),
        "reply_not_due": Known(
            "outcome",
            "B2",
            "That nobody answered is recorded when the due day has passed.",
            "Chỉ ghi “chưa trả lời” khi đã quá hạn."
        ),
        "reply_is_a_step": Known(
            "",
            "B3",
            "The case waits for a reply: record it as the step record_reply.",
            "Hồ sơ đang chờ trả lời: hãy ghi bằng bước ghi trả lời."
        ),
        "reply_words": Known(
            "words",
            "B3",
            "A reply's words have 1 to 2000 characters.",
            "Nội dung trả lời có từ 1 đến 2000 ký tự."
        ),
    ]
}
