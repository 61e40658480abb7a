import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// A file in a request's body that has not been read yet.
package struct IncomingBody: Sendable {
    private let body: RequestBody
    /// What the sender calls it; nil where he leaves it open.
    let kind: FileKind?
    /// Bytes, where the sender told how many.
    let length: Int?
    private let end: ContinuousClock.Instant

    /// - Throws: ``Problem`` for a media type that is never kept.
    init(_ request: Request, time: Duration = Limits().fileTime) throws(Problem) {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        kind = FileKind(rawValue: type)
        guard kind != nil || type == Operation.fileTypes.first else { throw Problem(.unsupportedMediaType) }
        length = request.headers[.contentLength].map { Int($0) ?? .max }
        body = request.body
        end = .now + time
    }

    /// Keeps the file in the store and records it.
    ///
    /// - Throws: ``Problem``, ``RegistryError``.
    func keep<Value>(in store: FileStore, record: (StoredFile) async throws -> Value) async throws -> Value {
        do {
            if let length, length > store.limit { throw FileRefusal.tooLong(limit: store.limit) }
            let file = try store.receive()
            for try await piece in body {
                guard ContinuousClock.now < end else { throw Problem(.timeout) }
                try piece.withUnsafeReadableBytes { try file.append($0) }
            }
            return try await store.keep(file, declared: kind, record: record)
        } catch let refusal as FileRefusal {
            let isLong = if case .tooLong = refusal { true } else { false }
            throw Problem(isLong ? .tooLarge : .invalid, errors: [refusal.fieldError])
        }
    }
}

extension Exchange {
    /// The request's key, for a file of this hash.
    func key(for file: StoredFile) -> Registry.IdempotencyKey? {
        key.map { Registry.IdempotencyKey(key: $0.key, route: $0.route, bodyHash: file.hash.bytes) }
    }
}
