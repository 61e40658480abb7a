/// Gathers what is wrong with one file, so that its author sees all of it at once.
struct CheckFaults {
    let file: String
    private(set) var all: [CheckFault] = []

    init(file: String) {
        self.file = file
    }

    mutating func note(_ rule: CheckFault.Rule, line: Int, key: String? = nil, _ sentence: CheckSentence) {
        all.append(
            CheckFault(file: file, line: line, key: key, rule: rule, message: sentence.en, messageVi: sentence.vi)
        )
    }
}

/// What can be said about a check's file, in English and Vietnamese.
struct CheckSentence {
    let en: String
    let vi: String

    static let fileName = CheckSentence(
        en: "A check is sql/checks/<subject>/<name>.sql, both of small letters, digits and hyphens.",
        vi: "Tệp kiểm tra phải là sql/checks/<chủ đề>/<tên>.sql, chỉ gồm chữ thường, chữ số và dấu gạch nối."
    )
    static let encoding = CheckSentence(en: "The file is not UTF-8.", vi: "Tệp không phải là UTF-8.")
    static let noHeaderLine = CheckSentence(
        en: "A header line is “-- key: value”, or “--   ” and the rest of the value above.",
        vi: "Dòng đầu tệp phải có dạng “-- khóa: giá trị”, hoặc “--   ” rồi phần tiếp theo của giá trị ở trên."
    )
    static let continuesNothing = CheckSentence(
        en: "The line continues no value, or is empty.",
        vi: "Dòng này không nối tiếp giá trị nào, hoặc để trống."
    )
    static func unknownKey(_ known: [String]) -> CheckSentence {
        let list = known.joined(separator: ", ")
        return CheckSentence(
            en: "There is no such key; there are \(list).",
            vi: "Không có khóa này; các khóa là \(list)."
        )
    }
    static let repeatedKey = CheckSentence(en: "The key stands twice.", vi: "Khóa này xuất hiện hai lần.")
    static let missingKey = CheckSentence(en: "The key is missing.", vi: "Thiếu khóa này.")
    static let emptyValue = CheckSentence(en: "The value is empty.", vi: "Giá trị để trống.")
    static func oneOf(_ values: [String]) -> CheckSentence {
        let list = values.joined(separator: ", ")
        return CheckSentence(en: "The value is one of \(list).", vi: "Giá trị phải là một trong: \(list).")
    }
    static let titleLength = CheckSentence(
        en: "A title has at most 120 characters.",
        vi: "Tiêu đề dài tối đa 120 ký tự."
    )
    static let budget = CheckSentence(
        en: "A budget is “5 s”, “800 ms”, “10000 rows” or both, divided by a comma; at most 600 s and 200000 rows.",
        vi:
            "Hạn mức có dạng “5 s”, “800 ms”, “10000 rows” hoặc cả hai, cách nhau bằng dấu phẩy; tối đa 600 s và 200000 dòng."
    )
    static let twoLanguages = CheckSentence(
        en: "The Vietnamese text is the English one.",
        vi: "Phần tiếng Việt trùng với phần tiếng Anh."
    )
    static func unterminated(_ what: String) -> CheckSentence {
        CheckSentence(en: "A \(what) does not end.", vi: "Chuỗi, chú thích hoặc tên trong ngoặc kép không được đóng.")
    }
    static let noStatement = CheckSentence(
        en: "After the header stands exactly one statement, a SELECT or WITH.",
        vi: "Sau phần đầu phải có đúng một câu lệnh SELECT hoặc WITH."
    )
    static let secondStatement = CheckSentence(
        en: "Another statement begins here; a check holds one.",
        vi: "Một câu lệnh khác bắt đầu ở đây; mỗi tệp kiểm tra chỉ có một câu lệnh."
    )
    static let brackets = CheckSentence(
        en: "A bracket is not closed, or closes nothing.",
        vi: "Dấu ngoặc không được đóng, hoặc không có dấu mở."
    )
    static func writes(_ word: String) -> CheckSentence {
        CheckSentence(
            en: "“\(word)” stands in statements that write or lock; a check only reads.",
            vi: "“\(word)” thuộc câu lệnh ghi hoặc khóa dữ liệu; kiểm tra chỉ được đọc."
        )
    }
    static func foreignClock(_ word: String) -> CheckSentence {
        CheckSentence(
            en: "“\(word)” asks a clock; there is one for the nights, jobs.now() and jobs.today().",
            vi: "“\(word)” lấy giờ hệ thống; chỉ được dùng jobs.now() và jobs.today()."
        )
    }
    static let undeclaredClock = CheckSentence(
        en: "The check asks for the time, and its header says clock: no.",
        vi: "Câu lệnh có lấy thời gian nhưng phần đầu ghi clock: no."
    )
    static let unusedClock = CheckSentence(
        en: "The header says clock: yes, and the check asks for no time.",
        vi: "Phần đầu ghi clock: yes nhưng câu lệnh không lấy thời gian."
    )
    static let noBook = CheckSentence(
        en: "A check of slice book reads its book, $1::int, and no other parameter.",
        vi: "Kiểm tra theo sổ (slice: book) phải dùng tham số $1::int là số sổ, và không dùng tham số khác."
    )
    static let noParameter = CheckSentence(
        en: "A check of slice register takes no parameter.",
        vi: "Kiểm tra toàn bộ sổ gốc (slice: register) không có tham số."
    )
}
