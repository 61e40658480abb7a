import Registry

/// What is wrong with a request's form; what is wrong with its meaning the registry says.
extension FieldError {
    static func missing(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "required",
            message: "This field is required.",
            messageVi: "Trường này bắt buộc."
        )
    }

    static func unknown(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "unknown",
            message: "There is no such field here.",
            messageVi: "Không có trường này."
        )
    }

    static func twice(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "once",
            message: "This name stands here more than once.",
            messageVi: "Tên này xuất hiện nhiều hơn một lần."
        )
    }

    static func wrongType(_ field: String, expected: (en: String, vi: String)) -> FieldError {
        FieldError(
            field: field,
            rule: "type",
            message: "This must be \(expected.en).",
            messageVi: "Giá trị phải là \(expected.vi)."
        )
    }

    static func wrongForm(_ field: String, _ form: String) -> FieldError {
        FieldError(
            field: field,
            rule: "format",
            message: "This does not have the form \(form).",
            messageVi: "Giá trị không đúng dạng \(form)."
        )
    }

    static func tooLong(_ field: String, _ maximum: Int) -> FieldError {
        FieldError(
            field: field,
            rule: "maxLength",
            message: "At most \(maximum) characters.",
            messageVi: "Tối đa \(maximum) ký tự."
        )
    }

    static func tooShort(_ field: String, _ minimum: Int) -> FieldError {
        FieldError(
            field: field,
            rule: "minLength",
            message: "At least \(minimum) characters.",
            messageVi: "Ít nhất \(minimum) ký tự."
        )
    }

    static func tooMany(_ field: String, _ maximum: Int) -> FieldError {
        FieldError(
            field: field,
            rule: "maxItems",
            message: "At most \(maximum) entries.",
            messageVi: "Tối đa \(maximum) mục."
        )
    }

    static func notOneOf(_ field: String, _ values: [String]) -> FieldError {
        let list = values.joined(separator: ", ")
        return FieldError(
            field: field,
            rule: "enum",
            message: "This must be one of: \(list).",
            messageVi: "Giá trị phải là một trong: \(list)."
        )
    }

    static func outOfRange(_ field: String, _ range: ClosedRange<Int64>) -> FieldError {
        let bounds: (en: String, vi: String) =
            switch (range.lowerBound, range.upperBound) {
            case (let low, .max): ("at least \(low)", "ít nhất \(low)")
            case (.min, let high): ("at most \(high)", "tối đa \(high)")
            case (let low, let high): ("between \(low) and \(high)", "từ \(low) đến \(high)")
            }
        return FieldError(
            field: field,
            rule: "range",
            message: "This must be \(bounds.en).",
            messageVi: "Giá trị phải \(bounds.vi)."
        )
    }
}

extension JSONTextError {
    /// The error as a fault of the request; nothing of its text is repeated.
    var fieldError: FieldError {
        switch self {
        case .notUTF8:
            FieldError(
                field: "",
                rule: "encoding",
                message: "The body is not UTF-8.",
                messageVi: "Nội dung không phải UTF-8."
            )
        case .syntax(let offset):
            FieldError(
                field: "",
                rule: "json",
                message: "The body is not JSON (byte \(offset)).",
                messageVi: "Nội dung không phải JSON (byte \(offset))."
            )
        case .tooDeep:
            FieldError(
                field: "",
                rule: "depth",
                message: "The body is nested deeper than \(JSONParser.maximumDepth) levels.",
                messageVi: "Nội dung lồng nhau quá \(JSONParser.maximumDepth) cấp."
            )
        case .duplicateName(let name):
            .twice(name.unicodeScalars.count <= 60 && name.utf8.allSatisfy { (0x20..<0x7f).contains($0) } ? name : "")
        case .nulCharacter:
            FieldError(
                field: "",
                rule: "nul",
                message: "A text holds the character U+0000.",
                messageVi: "Văn bản chứa ký tự U+0000."
            )
        case .loneSurrogate:
            FieldError(
                field: "",
                rule: "surrogate",
                message: "A text holds half of a surrogate pair.",
                messageVi: "Văn bản chứa nửa cặp surrogate."
            )
        case .numberTooLarge:
            FieldError(field: "", rule: "number", message: "A number is too large.", messageVi: "Có số quá lớn.")
        }
    }
}
