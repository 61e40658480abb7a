/// Where letters are made, kept, and given out again.
package struct LetterDesk: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        case pdf = "application/pdf"
        case html = "text/html"
    }

    private let files: FileStore
    private let typesetter: Typesetter

    package init(files: FileStore, typesetter: Typesetter) {
        self.files = files
        self.typesetter = typesetter
    }

    /// The letter's bytes: those that were sent, or, until it is issued, a draft that says so.
    ///
    /// - Throws: ``RegistryError/unavailable`` when no PDF can be made, or the file is missing or was altered.
    package func bytes(of record: Letters.Record, as form: Form) async throws -> [UInt8] {
        guard let issued = record.issued else { return try await made(record.letter, form, isDraft: true) }
        let content = form == .pdf ? issued.pdf : issued.html
        guard try await files.condition(of: content.hash, length: content.length) == .sound,
            let reader = try files.open(content.hash)
        else { throw RegistryError.unavailable }
        return try await reader.all()
    }

    /// Makes both forms, keeps them, and has `record` tell the database; nothing stays when it refuses.
    package func issue<Value>(
        _ letter: VerificationLetter,
        record: (Letters.Issued) async throws -> Value
    ) async throws -> Value {
        let html = try await made(letter, .html, isDraft: false)
        let pdf = try await made(letter, .pdf, isDraft: false)
        return try await files.keep(html) { page in
            try await files.keep(pdf) { paper in
                try await record(
                    Letters.Issued(
                        html: Letters.Content(hash: page.hash, length: page.length),
                        pdf: Letters.Content(hash: paper.hash, length: paper.length)
                    )
                )
            }
        }
    }

    private func made(_ letter: VerificationLetter, _ form: Form, isDraft: Bool) async throws -> [UInt8] {
        let page = try letter.html(isDraft: isDraft)
        guard form == .pdf else { return Array(page.utf8) }
        do {
            return try await typesetter.pdf(page, dated: letter.date)
        } catch is Typesetter.Failure {
            throw RegistryError.unavailable
        }
    }
}
