/// A value, or why there is none: four different answers that data, search and reports keep apart (row A11).
package enum Stated<Value> {
    case stated(Value)
    /// Asked, and the person does not know: "không rõ".
    case unknown
    /// Nobody asked yet; an empty cell of an import file.
    case notAsked
    /// Asked, and the person would not say.
    case refused
    /// Asked, and there is none: no phone, no spouse.
    case none

    /// The kind of answer, without the value.
    package var kind: StatedKind {
        switch self {
        case .stated: .stated
        case .unknown: .unknown
        case .notAsked: .notAsked
        case .refused: .refused
        case .none: .none
        }
    }

    /// The value, where one was stated.
    package var value: Value? {
        guard case .stated(let value) = self else { return nil }
        return value
    }

    /// Joins what a row holds; nil when kind and value contradict each other.
    package init?(kind: StatedKind, value: Value?) {
        switch (kind, value) {
        case (.stated, .some(let value)): self = .stated(value)
        case (.unknown, nil): self = .unknown
        case (.notAsked, nil): self = .notAsked
        case (.refused, nil): self = .refused
        case (.none, nil): self = .none
        default: return nil
        }
    }

    /// The same answer with the value replaced.
    package func map<Other, Failure>(_ transform: (Value) throws(Failure) -> Other) throws(Failure) -> Stated<Other> {
        switch self {
        case .stated(let value): .stated(try transform(value))
        case .unknown: .unknown
        case .notAsked: .notAsked
        case .refused: .refused
        case .none: .none
        }
    }
}

extension Stated: Equatable where Value: Equatable {}
extension Stated: Hashable where Value: Hashable {}
extension Stated: Sendable where Value: Sendable {}

/// The kinds of answer of row A11, with the words that data and screens use.
package enum StatedKind: String, Hashable, Sendable, CaseIterable {
    case stated
    case unknown
    case notAsked = "not_asked"
    case refused
    case none

    /// Reads what a clerk types instead of a value; nil for anything that may be a value.
    ///
    /// Only trimmed and lower-cased; "không" alone is not read, because it may mean any of three.
    package init?(word: some StringProtocol) {
        switch PlainText.folded(word) {
        case "": self = .notAsked
        case "khong ro", "khong biet", "chua ro", "chua biet", "khong nho", "?", "unknown": self = .unknown
        case "chua hoi", "not asked": self = .notAsked
        case "tu choi", "khong khai", "khong chiu khai", "refused": self = .refused
        case "khong co", "none": self = .none
        default: return nil
        }
    }

    package var vi: String {
        switch self {
        case .stated: "đã khai"
        case .unknown: "không rõ"
        case .notAsked: "chưa hỏi"
        case .refused: "từ chối khai"
        case .none: "không có"
        }
    }

    package var en: String {
        switch self {
        case .stated: "stated"
        case .unknown: "unknown"
        case .notAsked: "not asked"
        case .refused: "refused"
        case .none: "none"
        }
    }
}
