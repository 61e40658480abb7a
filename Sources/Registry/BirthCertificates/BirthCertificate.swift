package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A birth that was registered, under its number in the register book of its year (rules R7.1 to R7.3, C6).
package struct BirthCertificate: Sendable {
    /// What proves the birth (rule R7.2).
    package enum Basis: String, Sendable, CaseIterable {
        /// Giấy chứng sinh.
        case birthNotice = "birth_notice"
        case witness
        /// Giấy cam đoan.
        case commitment
        /// Of an abandoned child.
        case abandonmentRecord = "abandonment_record"
    }

    /// Whether papers of the mother were seen: without any she is entered all the same.
    package enum Papers: String, Sendable, CaseIterable {
        case seen
        case none
        case unknown
    }

    package struct Mother: Sendable {
        package var name: Stated<String>
        /// Set where she is stated, and only then.
        package var papers: Papers?

        package init(name: Stated<String>, papers: Papers?) {
            self.name = name
            self.papers = papers
        }
    }

    package struct Father: Sendable {
        package var name: Stated<String>
        package var isMarried: Answer
        /// The document by which he recognised the child, needed where the parents are not married (rule R7.3).
        package var recognition: String?

        package init(name: Stated<String>, isMarried: Answer, recognition: String? = nil) {
            self.name = name
            self.isMarried = isMarried
            self.recognition = recognition
        }
    }

    /// What is written into the register book.
    package struct Entry: Sendable {
        package var number: Int32
        package var registeredOn: CalendarDay
        package var basis: Basis
        package var basisDocument: String
        package var mother: Mother
        package var father: Father
        package var declaredBy: String
        /// The civil-status officer who entered it.
        package var registrar: String
        /// The chair of the People's Committee who signed it: another person.
        package var signer: String

        package init(
            number: Int32,
            registeredOn: CalendarDay,
            basis: Basis,
            basisDocument: String,
            mother: Mother,
            father: Father,
            declaredBy: String,
            registrar: String,
            signer: String
        ) {
            self.number = number
            self.registeredOn = registeredOn
            self.basis = basis
            self.basisDocument = basisDocument
            self.mother = mother
            self.father = father
            self.declaredBy = declaredBy
            self.registrar = registrar
            self.signer = signer
        }
    }

    package let resident: ResidentKey
    package let id: UUID
    package let revision: Int32
    /// The child as she is called now.
    package let name: String
    package let entry: Entry
    /// Registered more than sixty days after the birth, as far as the day of birth is known (rule R7.1).
    package let isLate: Answer
    package let revokedOn: CalendarDay?
    package let revocation: String?
    package let revocationReason: String?

    package var key: PaperKey { PaperKey(book: resident.book, id: id, revision: revision) }
}

extension BirthCertificate: RowDecodable {
    static let columns: SQL = """
        certificate.book_id, certificate.resident_id, certificate.id, certificate.revision, version.name, certificate.number,
        certificate.registered_on, certificate.is_late, certificate.basis, certificate.basis_document,
        certificate.mother_answer, certificate.mother, certificate.mother_papers, certificate.father_answer,
        certificate.father, certificate.parents_married, certificate.recognition, certificate.declared_by,
        certificate.registrar, certificate.signer, certificate.revoked_on, certificate.revocation,
        certificate.revocation_reason
        """

    package init(row: Row) throws(RowDecodingError) {
        resident = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        id = try row["id"]
        revision = try row["revision"]
        name = try row["name"]
        entry = Entry(
            number: try row["number"],
            registeredOn: try row.day("registered_on") ?? .latest,
            basis: Basis(rawValue: try row["basis"]) ?? .commitment,
            basisDocument: try row["basis_document"],
            mother: Mother(
                name: Stated(kind: StatedKind(answer: try row["mother_answer"]), value: try row["mother"]) ?? .notAsked,
                papers: (try row["mother_papers"] as String?).flatMap { Papers(rawValue: $0) }
            ),
            father: Father(
                name: Stated(kind: StatedKind(answer: try row["father_answer"]), value: try row["father"]) ?? .notAsked,
                isMarried: Answer(rawValue: try row["parents_married"]) ?? .unknown,
                recognition: try row["recognition"]
            ),
            declaredBy: try row["declared_by"],
            registrar: try row["registrar"],
            signer: try row["signer"]
        )
        isLate = (try row["is_late"] as Bool?).map { $0 ? .yes : .no } ?? .unknown
        revokedOn = try row.day("revoked_on")
        revocation = try row["revocation"]
        revocationReason = try row["revocation_reason"]
    }
}

/// Birth certificates of the books within reach.
package enum BirthCertificates {
    private static let joins: SQL = """
        from registry.birth_certificate as certificate
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (certificate.book_id, certificate.resident_id)
            and version.believed_to = 'infinity'
        """

    /// Certificates in the order in which they were recorded, after a cursor; one person's where she is named.
    package static func list(
        commune: String?,
        resident: UUID?,
        after cursor: UUID?,
        limit: Int
    ) -> Query<[BirthCertificate]> {
        var conditions: [SQL] = ["true"]
        if let commune { conditions.append("certificate.book_id in (\(Cards.books(ofCommune: commune)))") }
        if let resident { conditions.append("certificate.resident_id = \(resident)") }
        if let cursor { conditions.append("certificate.id > \(cursor)") }
        return Query(
            """
            select \(BirthCertificate.columns) \(joins)
            where \(conditions.joined(separator: " and "))
            order by certificate.id limit \(limit)
            """
        ) { rows in try rows.decode(BirthCertificate.self) }
    }

    /// One certificate, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<BirthCertificate?> {
        Query("select \(BirthCertificate.columns) \(joins) where certificate.id = \(id)") { rows in
            try rows.decode(BirthCertificate.self).first
        }
    }

    /// Records the certificate of a resident's birth.
    package static func register(_ id: UUID, of key: ResidentKey, _ entry: BirthCertificate.Entry) -> Query<Void> {
        Query([
            """
            select issuance.register_birth(\(key.book), \(id), \(key.id), \(entry.number), \(entry.registeredOn.date),
                \(entry.basis.rawValue), \(entry.basisDocument), \(entry.mother.name.kind.rawValue),
                \(entry.mother.name.value), \(entry.mother.papers?.rawValue), \(entry.father.name.kind.rawValue),
                \(entry.father.name.value), \(entry.father.isMarried.rawValue), \(entry.father.recognition),
                \(entry.declaredBy), \(entry.registrar), \(entry.signer))
            """
        ])
    }

    /// Revokes a certificate by a decision; its number stays taken.
    package static func revoke(_ certificate: PaperKey, because reason: String, by document: String) -> Query<Void> {
        Query([
            """
            select issuance.revoke_birth(\(certificate.book), \(certificate.id), \(certificate.revision), \(reason),
                \(document))
            """
        ])
    }
}
