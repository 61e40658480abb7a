import CivilIdentity
import FoundationEssentials
import Registry

/// Reads the values of the domain out of a body whose form has been checked, and gathers every rule that one breaks.
struct BodyReader {
    let body: JSONObject
    private(set) var faults: [FieldError] = []
    private(set) var remarks: [Remark] = []

    init(_ body: JSONObject) {
        self.body = body
    }

    /// Throws what was gathered.
    func finish() throws(Problem) {
        guard faults.isEmpty else { throw Problem.invalid(faults) }
    }

    mutating func note(_ error: FieldError) { faults.append(error) }
    mutating func note(_ refusal: Refusal, at field: String) {
        faults.append(FieldError(field: field, rule: refusal.rule, message: refusal.en, messageVi: refusal.vi))
    }
    mutating func note(_ noted: [Remark]) { remarks += noted }

    // MARK: Values

    func text(_ name: String, in object: JSONObject? = nil) -> String? {
        (object ?? body)[name]?.string
    }

    func id(_ name: String) -> UUID? {
        body[name]?.string.flatMap { UUID(uuidString: $0) }
    }

    /// A day; `otherwise` where none is given.
    func day(_ name: String, otherwise: CalendarDay = .businessDay()) -> CalendarDay {
        body[name]?.string.flatMap { CalendarDay(iso: $0) } ?? otherwise
    }

    func member(_ name: String) -> JSONObject? { body[name]?.object }

    func members(_ name: String) -> [JSONObject] { body[name]?.array?.compactMap(\.object) ?? [] }

    /// Who says it and when; the day is today unless told, and never one to come.
    mutating func speaker() -> Speaker {
        let today = CalendarDay.businessDay()
        let saidOn = day("said_on", otherwise: today)
        if saidOn > today {
            note(
                FieldError(
                    field: "said_on",
                    rule: "A2",
                    message: "Nobody has said anything on a day that has not come.",
                    messageVi: "Ngày khai không thể ở tương lai."
                )
            )
        }
        return Speaker(saidBy: text("said_by") ?? "", saidOn: saidOn, source: text("source"))
    }

    /// An answer with its value: the value where it is stated, nothing where it is not.
    mutating func stated<Value>(
        _ name: String,
        _ read: (JSONValue, String, inout BodyReader) -> Value?
    ) -> Stated<Value> {
        guard let object = member(name) else { return .notAsked }
        let kind = object["answer"]?.string.flatMap(StatedKind.init(rawValue:)) ?? .stated
        let given = object["value"].flatMap { $0 == .null ? nil : $0 }
        switch (kind, given) {
        case (.stated, let given?):
            return read(given, name + ".value", &self).map { .stated($0) } ?? .notAsked
        case (.stated, nil):
            note(.missing(name + ".value"))
            return .notAsked
        case (_, .some):
            note(.answerWithValue(name + ".value"))
            return .notAsked
        default:
            return Stated(kind: kind, value: nil) ?? .notAsked
        }
    }

    mutating func personName(_ text: String, at field: String) -> PersonName? {
        do {
            let name = try PersonName(text)
            remarks += name.remarks
            return name
        } catch {
            note(error, at: field)
            return nil
        }
    }
}

extension FieldError {
    static func answerWithValue(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "A11",
            message: "Only a stated answer has a value.",
            messageVi: "Chỉ câu trả lời “đã khai” mới có giá trị."
        )
    }

    static func notKnown(_ field: String) -> FieldError {
        FieldError(
            field: field,
            rule: "known",
            message: "There is no such unit on that day.",
            messageVi: "Không có đơn vị này vào ngày đó."
        )
    }
}
