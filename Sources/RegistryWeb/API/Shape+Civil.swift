import CivilIdentity
import FoundationEssentials
import Registry

extension Shape where Value == CalendarDay {
    static let day = Shape(.date) { .string($0.iso) }
}

extension Shape where Value == StatedKind {
    /// Stated, unknown, refused, none, not asked: different answers, never one for another (A11).
    static let answer = Shape(.named("Answer", .oneOf(StatedKind.allCases.map(\.rawValue)))) { .string($0.rawValue) }
}

extension Shape where Value == ClosedRange<CalendarDay> {
    static let days = Shape(
        "Days",
        "From the first to the last day, both included.",
        [.init("from", .day) { $0.lowerBound }, .init("to", .day) { $0.upperBound }]
    )
}

extension Shape where Value == Remark {
    static let remark = Shape(
        "Remark",
        "What is odd but possible: it is recorded as said.",
        [
            .init("code", .string) { $0.code },
            .init("message", .string) { $0.en },
            .init("message_vi", .string) { $0.vi },
        ]
    )
}

extension Shape where Value == ResidentKey {
    static let residentKey = Shape(
        "ResidentKey",
        "A person in a book.",
        [.init("book", .integer) { $0.book }, .init("id", .uuid) { $0.id }]
    )
}

/// One page of a list.
struct Page<Item: Sendable>: Sendable {
    let items: [Item]
    /// What to send as `after` for the next page; nil on the last one.
    let next: String?
}

extension Page {
    /// One page of a list, read with this limit: a full one may have another behind it.
    init(_ items: [Item], limit: Int, id: (Item) -> UUID) {
        self.items = items
        next = items.count == limit ? items.last.map { id($0).uuidString.lowercased() } : nil
    }
}

extension Shape {
    /// A page of these values, which stands in the document as `name`.
    func page(_ name: String) -> Shape<Page<Value>> where Value: Sendable {
        Shape<Page<Value>>(
            name,
            [
                .init("items", list) { $0.items },
                .init("next", Shape<String>.string.nullable, "For the next page; null on the last one.") { $0.next },
            ]
        )
    }
}

extension Operation.Parameter {
    static let limit = query("limit", .integer(1...200), "Entries a page; 50 unless told.")
    static let after = query("after", .uuid, "The `next` of the page before.")
    static func day(_ name: String, _ description: String, required: Bool = false) -> Operation.Parameter {
        query(name, .date, description, required: required)
    }
}

extension Exchange {
    /// A day among the parameters, whose form has been checked.
    func day(_ name: String) -> CalendarDay? {
        parameters[name]?.string.flatMap { CalendarDay(iso: $0) }
    }

    /// The last entry of the page before; nil for the first page.
    var after: UUID? { parameters["after"]?.string.flatMap { UUID(uuidString: $0) } }

    var limit: Int { parameters["limit"]?.integer.map(Int.init) ?? 50 }
}
