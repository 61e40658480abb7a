import CivilIdentity
package import FoundationEssentials
import Postgres

/// The letters of verification requests: what they say, and the bytes that were sent.
package enum Letters {
    /// A request's letter as it stands: not issued yet, or issued, in both forms.
    package struct Record: Sendable {
        package let book: Int32
        package let resident: UUID
        /// Of the person as the letter speaks of her.
        package let residentRevision: Int32
        package let letter: VerificationLetter
        /// Nil until it is issued.
        package let issued: Issued?

        package init(
            book: Int32,
            resident: UUID,
            residentRevision: Int32,
            letter: VerificationLetter,
            issued: Issued?
        ) {
            self.book = book
            self.resident = resident
            self.residentRevision = residentRevision
            self.letter = letter
            self.issued = issued
        }
    }

    package struct Issued: Sendable, Hashable {
        package let html: Content
        package let pdf: Content
    }

    package struct Content: Sendable, Hashable {
        package let hash: ContentHash
        /// In bytes.
        package let length: Int
    }

    /// The letter of a request within reach, nil where there is none.
    ///
    /// It says what the register believed when the request was made: the name and place that were asked about, birth and
    /// sex of that moment's version, the parents as chosen by then. So it says the same however late it is asked for.
    package static func show(_ request: UUID) -> Query<Record?> {
        Query([
            """
            select request.book_id, request.resident_id, request.number, request.sent_on, request.due_on, request.addressee,
                   request.name, request.name_kind, version.revision as resident_revision, version.sex, \(BirthSet.columns),
                   claim.written as claim_written, claim.province_text, claim.district_text, claim.commune_text,
                   claim.village_text, claim.year_from, claim.year_to, \(parent("father")) as father,
                   \(parent("mother")) as mother,
                   array[commune.name, above.name, top.name] as sender,
                   html.sha256 as html_sha256, html.length as html_length, pdf.sha256 as pdf_sha256, pdf.length as pdf_length
            from registry.verification_request as request
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (request.book_id, request.resident_id)
                and version.believed_from <= request.recorded_at and request.recorded_at < version.believed_to
            left join registry.birth_fact as birth
                on (birth.book_id, birth.resident_id, birth.id)
                    = (version.book_id, version.resident_id, version.birth_fact_id)
            join registry.origin_claim as claim
                on (claim.book_id, claim.resident_id, claim.id) = (request.book_id, request.resident_id, request.claim_id)
            left join registry.book_area
                on book_area.book_id = request.book_id
                and book_area.valid_from <= request.sent_on and request.sent_on < book_area.valid_to
            left join registry.area as commune on commune.id = book_area.area_id
            left join registry.area as above on above.id = commune.parent_id
            left join registry.area as top on top.id = above.parent_id
            left join registry.letter as html
                on (html.book_id, html.request_id, html.media_type) = (request.book_id, request.id, 'text/html')
            left join registry.letter as pdf
                on (pdf.book_id, pdf.request_id, pdf.media_type) = (request.book_id, request.id, 'application/pdf')
            where request.id = \(request)
            """
        ]) { results in try results.first?.first.map(Record.init) }
    }

    /// A parent's name as it was current when the request was made: the statement chosen last, else the first.
    private static func parent(_ kind: String) -> SQL {
        """
        (select coalesce(kin.name, known.name)
         from registry.kin_fact as kin
         left join registry.resident_version as known
             on (known.book_id, known.resident_id) = (kin.kin_book_id, kin.kin_id)
             and known.believed_from <= request.recorded_at and request.recorded_at < known.believed_to
         where (kin.book_id, kin.resident_id, kin.kind) = (request.book_id, request.resident_id, \(kind))
           and kin.answer = 'stated' and kin.recorded_at <= request.recorded_at
         order by (kin.id = (
                      select choice.kin_fact_id from registry.choice
                      where (choice.book_id, choice.resident_id) = (kin.book_id, kin.resident_id)
                        and choice.attribute = 'kin.' || kin.kind and choice.recorded_at <= request.recorded_at
                      order by choice.id desc limit 1)) desc nulls last, kin.id
         limit 1)
        """
    }

    /// Records the letter as it goes out; one that was issued before stays as it is.
    package static func issue(_ request: UUID, in book: Int32, as issued: Issued) -> Query<Void> {
        Query([
            """
            select cases.issue_letter(\(book), \(request), \(issued.html.hash.bytes), \(Int32(clamping: issued.html.length)),
                \(issued.pdf.hash.bytes), \(Int32(clamping: issued.pdf.length)))
            """
        ])
    }

    /// Issues the letter of a request in the same act as sends it; refused with ``outdated`` where it would be another
    /// letter by now than the one that was set from `rehearsed`.
    static func send(_ request: UUID, as issued: Issued, setFrom rehearsed: Record) -> Query<Void> {
        Query([
            """
            select cases.send_letter(\(rehearsed.book), \(request), \(rehearsed.letter.number),
                \(rehearsed.residentRevision), \(issued.html.hash.bytes), \(Int32(clamping: issued.html.length)),
                \(issued.pdf.hash.bytes), \(Int32(clamping: issued.pdf.length)))
            """
        ])
    }

    /// What the database says of a letter that was set for another number, or for somebody known otherwise.
    static let outdated = ConstraintMessages.error(for: "letter_outdated")
}

extension Letters.Record {
    fileprivate init(row: Row) throws {
        book = try row["book_id"]
        resident = try row["resident_id"]
        residentRevision = try row["resident_revision"]
        let sender: [String?] = try row["sender"]
        let kind: String = try row["name_kind"]
        let sex: String? = try row["sex"]
        let told: [String?] = [
            try row["village_text"], try row["commune_text"], try row["district_text"], try row["province_text"],
        ]
        let place = told.compactMap(\.self).joined(separator: ", ")
        let written: String? = try row["claim_written"]
        let hasBirth = (try row["birth_answer"] as String?) != nil
        letter = VerificationLetter(
            number: try row["number"],
            date: try Self.day(row, "sent_on"),
            sender: sender.compactMap(\.self),
            addressee: try row["addressee"],
            name: try row["name"],
            nameKind: NameKind(rawValue: kind),
            birth: hasBirth ? try BirthSet(row: row) : nil,
            sex: sex.flatMap { Sex(rawValue: $0) },
            father: try row["father"],
            mother: try row["mother"],
            claimedPlace: place.isEmpty ? written ?? "không rõ" : place,
            claimedSince: (try row["year_from"] as Int16?).map(Int.init),
            claimedUntil: (try row["year_to"] as Int16?).map(Int.init),
            due: try Self.day(row, "due_on")
        )
        let html = try Letters.Content(row, "html")
        let pdf = try Letters.Content(row, "pdf")
        issued = if let html, let pdf { Letters.Issued(html: html, pdf: pdf) } else { nil }
    }

    private static func day(_ row: Row, _ column: String) throws -> CalendarDay {
        guard let day = CalendarDay(try row[column] as PostgresDate) else { throw RegistryError.unavailable }
        return day
    }
}

extension Letters.Content {
    fileprivate init?(_ row: Row, _ form: String) throws {
        guard let bytes: [UInt8] = try row[form + "_sha256"], let hash = ContentHash(bytes: bytes),
            let length: Int32 = try row[form + "_length"]
        else { return nil }
        self.init(hash: hash, length: Int(length))
    }
}
