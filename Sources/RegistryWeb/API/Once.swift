import FoundationEssentials
import HTTPTypes
import Registry

extension Registry {
    /// Writes once under the request's key and renders what came of it; asked again, renders it again.
    ///
    /// What is kept is the status and the subject, so a replay shows what the subject is now, to whoever may see it now.
    func once<Value: Sendable>(
        _ exchange: Exchange,
        _ query: Query<Value>,
        book: Int32?,
        residents: [UUID] = [],
        status: Int = 200,
        subject: UUID,
        for audience: Audience = .officers,
        render: (UUID) async throws -> Reply
    ) async throws -> Reply {
        let caller = try exchange.caller
        do {
            _ = try await write(
                query,
                as: caller,
                action: exchange.operation.id,
                book: book,
                residents: residents,
                idempotency: exchange.key,
                status: status,
                subject: subject.uuidString,
                for: audience
            )
        } catch RegistryError.answeredAlready {
            guard let key = exchange.key, let earlier = try await earlierAnswer(to: key, as: caller, for: audience),
                let subject = UUID(uuidString: earlier.subject)
            else { throw RegistryError.inFlight }
            var reply = try await render(subject)
            reply.status = earlier.status
            reply.headers[.idempotencyReplayed] = "true"
            return reply
        }
        var reply = try await render(subject)
        reply.status = status
        return reply
    }

    /// Whether this very request was answered before.
    func hasAnswered(_ exchange: Exchange) async throws -> Bool {
        guard let key = exchange.key else { return false }
        return try await earlierAnswer(to: key, as: exchange.caller) != nil
    }

    /// The book in which a record may be edited.
    ///
    /// - Throws: ``RegistryError/notAllowed`` where the caller sees the record and may not edit it,
    ///   ``RegistryError/notFound`` where it is out of reach or does not exist.
    func bookToEdit<Record: Sendable>(
        _ locate: Query<Int32?>,
        orShow show: Query<Record?>,
        as caller: Caller
    ) async throws -> Int32 {
        if let book = try await readPublic(locate, as: caller) { return book }
        let isSeen = try await readPublic(show.map { $0 != nil }, as: caller)
        throw isSeen ? RegistryError.notAllowed : RegistryError.notFound
    }
}
