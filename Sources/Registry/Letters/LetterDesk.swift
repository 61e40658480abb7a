package import FoundationEssentials

/// Where letters are made, kept, and given out again.
package struct LetterDesk: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        case pdf = "application/pdf"
        case html = "text/html"
    }

    private let files: FileStore
    private let typesetter: Typesetter
    /// One request goes out at a time: its letter bears the number that is next.
    private let turn = Turn()

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

    /// Sends a request together with its letter: both stand, or neither.
    ///
    /// The letter is set before the request is written, because that takes longer than others should wait for a number. If
    /// somebody else was quicker (another process, a correction), it is set anew.
    ///
    /// - Parameters:
    ///   - sending: Writes the request.
    ///   - request: The id that it gets.
    ///   - registry: The register that it is rehearsed in.
    ///   - caller: Who sends it.
    ///   - record: Writes what it is given, which is `sending` with the letter.
    /// - Returns: What `record` returns.
    /// - Throws: ``RegistryError/unavailable`` when no PDF can be made, or what writing throws.
    package func send<Value>(
        _ sending: Query<Void>,
        as request: UUID,
        of registry: Registry,
        for caller: Caller,
        record: (Query<Void>) async throws -> Value
    ) async throws -> Value {
        try await turn.take()
        do {
            let value = try await sendNow(sending, request, registry, caller, record)
            await turn.leave()
            return value
        } catch {
            await turn.leave()
            throw error
        }
    }

    private func sendNow<Value>(
        _ sending: Query<Void>,
        _ request: UUID,
        _ registry: Registry,
        _ caller: Caller,
        _ record: (Query<Void>) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            let rehearsed = try await registry.rehearse(sending, reading: Letters.show(request), as: caller)
            guard let rehearsed else { throw RegistryError.notFound }
            do {
                return try await issue(rehearsed.letter) { issued in
                    try await record(sending.followed(by: Letters.send(request, as: issued, setFrom: rehearsed)))
                }
            } catch RegistryError.conflict(let error) where error == Letters.outdated && attempt < Registry.attempts {
                attempt += 1
            }
        }
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

/// Lets one in at a time, in the order in which they came.
private actor Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let limit = 20

    /// - Throws: ``RegistryError/busy`` when too many wait.
    func take() async throws {
        guard isTaken else {
            isTaken = true
            return
        }
        guard waiting.count < limit else { throw RegistryError.busy }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        // The place is handed over, so nobody comes in between.
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
