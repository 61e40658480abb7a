import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body to its end before anything else is done, within bounds of size and time.
///
/// So no body without end, or that trickles, holds more than its connection, and that not for long; and whoever comes
/// after may take the body for granted. Only the operations that take a file read it themselves, piece by piece.
struct BodyMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    let limits: Limits
    /// The operations that take a file.
    let files: RouteTable

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        let length = request.headers[.contentLength].map { Int($0) ?? Int.max }
        guard length ?? 0 > 0 || request.headers[.transferEncoding] != nil else {
            var request = request
            request.body = RequestBody(buffer: ByteBuffer())
            return try await next(request, context)
        }
        if files.methods(at: request.uri.path).contains(request.method) {
            return try await next(request, context)
        }
        if let length, length > limits.body { throw Self.refusal(.tooLarge) }
        var whole = request
        whole.body = RequestBody(buffer: try await read(request.body))
        return try await next(whole, context)
    }

    private func read(_ body: RequestBody) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask { [limit = limits.body] in try await body.collect(upTo: limit) }
            group.addTask { [time = limits.bodyTime] in
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            do {
                guard let buffer = try await group.next() ?? nil else { throw Self.refusal(.timeout) }
                return buffer
            } catch is NIOTooManyBytesError {
                throw Self.refusal(.tooLarge)
            }
        }
    }

    private static func refusal(_ kind: ProblemKind) -> Problem {
        var problem = Problem(kind)
        problem.closesConnection = true
        return problem
    }
}
