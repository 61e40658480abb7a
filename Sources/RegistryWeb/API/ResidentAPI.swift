import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Residents: finding them, showing what is known of them, recording what is said.
struct ResidentAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "residents.search",
                method: .post,
                path: "/api/v1/residents/search",
                summary: "Find residents by any name in any order, and by when they may have been born.",
                summaryVi: "Tìm nhân khẩu theo tên và năm sinh.",
                body: Self.criteria,
                answers: [.json(200, "Hits, best first.", Self.found.schema)],
                perform: search
            ),
            Operation(
                id: "residents.show",
                method: .get,
                path: "/api/v1/residents/{id}",
                summary: "All that is known of a person, with who said it and what is current.",
                summaryVi: "Toàn bộ thông tin về một nhân khẩu, kèm nguồn.",
                parameters: [
                    Self.residentID, .day("as_of", "What was believed at the end of that day; now unless told."),
                ],
                answers: [.json(200, "The person.", ResidentShapes.resident.schema, headers: ["ETag"])],
                perform: show
            ),
            Operation(
                id: "residents.register",
                method: .post,
                path: "/api/v1/residents",
                summary: "Register a person; one name is enough.",
                summaryVi: "Ghi một người vào sổ; chỉ cần một tên.",
                body: ResidentDraftJSON.schema,
                answers: [.json(201, "In the book.", Self.recorded.schema, headers: ["Location", "ETag"])],
                perform: register
            ),
            Operation(
                id: "residents.correct",
                method: .post,
                path: "/api/v1/residents/{id}/corrections",
                summary: "Record a further statement; with a reason it becomes the current one (A9).",
                summaryVi: "Ghi thêm lời khai; nếu nêu lý do thì trở thành thông tin hiện hành.",
                parameters: [Self.residentID],
                body: CorrectionJSON.schema,
                changesResident: true,
                answers: [.json(200, "It is recorded.", Self.recorded.schema, headers: ["ETag"])],
                perform: correct
            ),
            Operation(
                id: "residents.event",
                method: .post,
                path: "/api/v1/residents/{id}/events",
                summary: "Record a birth, death, arrival, departure or return, and what follows from it (A12).",
                summaryVi: "Ghi sự kiện: sinh, mất, đến, đi, trở về.",
                parameters: [Self.residentID],
                body: LifeEventJSON.schema,
                changesResident: true,
                answers: [.json(201, "It is recorded.", Self.recorded.schema, headers: ["ETag"])],
                perform: event
            ),
        ]
    }

    private static let residentID = Operation.Parameter.path("id", .uuid, "The person's id, the same in every book.")

    // MARK: Searching

    private static let criteria = Schema.named(
        "ResidentCriteria",
        .object([
            .optional("text", .text(0...300), "Names in any order, \"tuổi Thân\", \"40-50 tuổi\", a year."),
            .optional("area", .digits(2...5), "A commune, district or province to keep to."),
            .optional("born_from", yearOrDay, "A year, month or day: \"1968\", \"1968-05\", \"1968-05-01\"."),
            .optional("born_to", yearOrDay),
            .optional("limit", .integer(1...200), "20 unless told."),
            .optional("next", .digits(1...3), "The `next` of the page before."),
        ])
    )

    private static let yearOrDay = Schema.anyOf([
        .matching("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", 4...10) { BirthBound($0) != nil },
        .integer(1800...2200),
    ])

    private func search(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let search = Self.read(&reader)
        try reader.finish()
        let found = try await registry.read(
            Residents.search(search),
            as: exchange.caller,
            action: exchange.operation.id,
            kind: .search,
            shown: { $0.map(\.summary.key.id) },
            detail: { hits in
                let filters = [
                    search.text.tokens.isEmpty ? nil : "name", search.born == nil ? nil : "born",
                    search.areaCode == nil ? nil : "area",
                ]
                .compactMap(\.self)
                let detail: JSONValue = [
                    "hits": .integer(Int64(hits.count)), "filters": .array(filters.map { .string($0) }),
                ]
                return String(decoding: detail.bytes, as: UTF8.self)
            }
        )
        let end = search.offset + found.count
        let hasMore = found.count == search.limit && end < ResidentSearch.deepest
        return .json(Self.found.encode(Found(items: found, next: hasMore ? String(end) : nil)))
    }

    private static func read(_ reader: inout BodyReader) -> ResidentSearch {
        let text = SearchText.parse(reader.text("text") ?? "", today: .businessDay())
        let from = bound("born_from", &reader)
        let to = bound("born_to", &reader)
        var search = ResidentSearch(
            text: text,
            areaCode: reader.text("area"),
            limit: reader.body["limit"]?.integer.map(Int.init) ?? 20,
            offset: reader.text("next").flatMap { Int($0) } ?? 0
        )
        if from != nil || to != nil {
            let first = from?.first ?? .earliest
            let last = to?.last ?? .businessDay()
            if first <= last {
                search.born = first...last
            } else {
                reader.note(
                    FieldError(
                        field: "born_to",
                        rule: "range",
                        message: "The end lies before the beginning.",
                        messageVi: "Kết thúc trước khi bắt đầu."
                    )
                )
            }
        }
        if search.isEmpty {
            reader.note(
                FieldError(
                    field: "text",
                    rule: "D1",
                    message: "Give a name, or when the person may have been born.",
                    messageVi: "Hãy nhập tên hoặc thời gian sinh."
                )
            )
        }
        return search
    }

    private static func bound(_ name: String, _ reader: inout BodyReader) -> BirthBound? {
        switch reader.body[name] {
        case .string(let text): BirthBound(text)
        case .integer(let year): BirthBound(String(year))
        default: nil
        }
    }

    private struct Found: Sendable {
        let items: [ResidentHit]
        let next: String?
    }

    private static let found = Shape<Found>(
        "Found",
        [
            .init("items", ResidentShapes.hit.list) { $0.items },
            .init("masked", masked.list, "Hits outside one's reach, without a person in them; none is given yet.") {
                _ in []
            },
            .init("next", Shape<String>.string.nullable, "For the next page; null on the last one.") { $0.next },
        ]
    )

    private static let masked = Shape<String>("MaskedHit", [.init("commune", .string, "The commune to ask.") { $0 }])

    // MARK: Showing

    private func show(_ exchange: Exchange) async throws -> Reply {
        let records = try await records(try exchange.id(), on: exchange.day("as_of"), exchange)
        return .json(ResidentShapes.resident.encode(records), headers: Self.tag(of: records))
    }

    /// The person's records within reach; audited.
    private func records(_ id: UUID, on day: CalendarDay? = nil, _ exchange: Exchange) async throws -> [ResidentRecord]
    {
        let records = try await registry.read(
            Residents.show(id, believedOn: day),
            as: exchange.caller,
            action: "residents.show",
            shown: { $0.isEmpty ? [] : [id] }
        )
        guard !records.isEmpty else { throw Problem(.notFound) }
        return records
    }

    private static func tag(of records: [ResidentRecord]) -> HTTPFields {
        [.eTag: EntityTag(records.map { .init(book: $0.key.book, revision: $0.revision) }).text]
    }

    // MARK: Recording

    private struct Recorded: Sendable {
        let id: UUID
        let records: [ResidentRecord]
        let remarks: [Remark]
    }

    private static let recorded = Shape<Recorded>(
        "Recorded",
        [
            .init("id", .uuid) { $0.id },
            .init("resident", ResidentShapes.resident) { $0.records },
            .init("remarks", Shape<Remark>.remark.list, "What was odd but possible.") { $0.remarks },
        ]
    )

    private func register(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let draft = ResidentDraftJSON.read(&reader)
        let commune = reader.text("commune") ?? ""
        guard let book = try await registry.readPublic(Areas.book(ofCommune: commune), as: exchange.caller) else {
            throw Problem.invalid([.notKnown("commune")])
        }
        try reader.finish()
        let id = UUID.v7()
        let remarks = reader.remarks
        return try await registry.once(
            exchange,
            Residents.register(draft, as: ResidentKey(book: book, id: id)),
            book: book,
            residents: [id],
            status: 201,
            subject: id
        ) { id in
            var reply = try await rendered(id, remarks, exchange)
            reply.headers[.location] = "/api/v1/residents/" + id.uuidString.lowercased()
            return reply
        }
    }

    private func correct(_ exchange: Exchange) async throws -> Reply {
        let (key, revision) = try await target(exchange)
        var reader = BodyReader(exchange.body)
        let change = CorrectionJSON.read(&reader)
        try reader.finish()
        guard let change else { throw Problem(.invalid) }
        let query =
            switch change {
            case .correction(let correction): Residents.correct(correction, of: key, revision: revision)
            case .birthFact(let fact, let reason):
                Residents.choose(birthFact: fact, of: key, revision: revision, because: reason)
            }
        let remarks = reader.remarks
        return try await registry.once(exchange, query, book: key.book, residents: [key.id], subject: key.id) { id in
            try await rendered(id, remarks, exchange)
        }
    }

    private func event(_ exchange: Exchange) async throws -> Reply {
        let (key, revision) = try await target(exchange)
        var reader = BodyReader(exchange.body)
        let event = LifeEventJSON.read(&reader)
        try reader.finish()
        guard let event else { throw Problem(.invalid) }
        return try await registry.once(
            exchange,
            Residents.record(event, of: key, revision: revision),
            book: key.book,
            residents: [key.id],
            status: 201,
            subject: key.id
        ) { id in try await rendered(id, [], exchange) }
    }

    private func rendered(_ id: UUID, _ remarks: [Remark], _ exchange: Exchange) async throws -> Reply {
        let records = try await records(id, exchange)
        let recorded = Recorded(id: id, records: records, remarks: remarks)
        return .json(Self.recorded.encode(recorded), headers: Self.tag(of: records))
    }

    /// The book to write to, and the revision that the caller read there.
    private func target(_ exchange: Exchange) async throws -> (key: ResidentKey, revision: Int32) {
        let id = try exchange.id()
        let caller = try exchange.caller
        let keys = try await registry.readPublic(Residents.locate(id), as: caller)
        guard let expected = exchange.expected else { throw Problem(.versionRequired) }
        for key in keys {
            if let revision = expected.revision(inBook: key.book) { return (key, revision) }
        }
        guard keys.isEmpty else { throw Problem(.stale) }
        let isSeen = try await registry.readPublic(Residents.show(id).map { !$0.isEmpty }, as: caller)
        throw isSeen ? RegistryError.notAllowed : RegistryError.notFound
    }
}

/// A bound of a birth: a year, a month of one, or a day.
struct BirthBound: Sendable {
    let first: CalendarDay
    let last: CalendarDay

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let year = parts.first ?? nil, (1800...2200).contains(year), parts.allSatisfy({ $0 != nil }) else {
            return nil
        }
        let numbers = parts.compactMap(\.self)
        let month = numbers.count > 1 ? numbers[1] : nil
        let day = numbers.count > 2 ? numbers[2] : nil
        let lastMonth = month ?? 12
        guard (1...12).contains(lastMonth), numbers.count <= 3,
            let first = CalendarDay(year: year, month: month ?? 1, day: day ?? 1),
            let last = CalendarDay(
                year: year,
                month: lastMonth,
                day: day ?? CalendarDay.length(ofMonth: lastMonth, year: year)
            )
        else { return nil }
        self.first = first
        self.last = last
    }
}
