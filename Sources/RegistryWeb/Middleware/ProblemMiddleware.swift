import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Registry

/// Turns whatever was thrown into problem details; what nobody foresaw becomes a 500 that says nothing of it.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    let routes: RouteTable
    let limits: Limits

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return response(problem, context: context)
        } catch let error as RegistryError {
            return response(Problem(refusing: error), context: context)
        } catch let error as HTTPError where error.status == .notFound {
            return response(unrouted(request), context: context)
        } catch let error as HTTPError where error.status.kind == .clientError {
            return response(Problem(.invalid, status: error.status.code), context: context)
        } catch is CancellationError {
            return response(Problem(.busy), context: context)
        } catch {
            // The type alone: an error's text may hold what it was about.
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return response(Problem(.internal), context: context)
        }
    }

    /// No route: another method may be possible there (RFC 9110, 15.5.6).
    private func unrouted(_ request: Request) -> Problem {
        let methods = routes.methods(at: request.uri.path)
        guard !methods.isEmpty else { return Problem(.notFound) }
        var problem = Problem(.methodNotAllowed)
        problem.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        return problem
    }

    private func response(_ problem: Problem, context: CallerContext) -> Response {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        let buffer = ByteBuffer(bytes: problem.json(requestID: context.requestID).bytes)
        guard problem.closesConnection else {
            return Response(
                status: .init(code: problem.status),
                headers: headers,
                body: ResponseBody(byteBuffer: buffer)
            )
        }
        headers[.connection] = "close"
        let channel = context.channel
        let linger = limits.linger
        let body = ResponseBody(contentLength: buffer.readableBytes) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            // Not at once: what still comes in would make the kernel reset the connection before the answer is read.
            _ = channel.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
        }
        return Response(status: .init(code: problem.status), headers: headers, body: body)
    }
}

/// Which methods each path of the service knows.
struct RouteTable: Sendable {
    private let routes: [(segments: [Substring], method: HTTPRequest.Method)]

    init(_ operations: [Operation]) {
        routes = operations.map { ($0.path.split(separator: "/"), $0.method) }
    }

    /// HEAD wherever GET is; sorted, none for a path that is nobody's.
    ///
    /// A literal segment goes before a parameter, as in the router.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let matching = routes.filter { Self.matches($0.segments, segments) }
        let fewest = matching.map { Self.parameters($0.segments) }.min()
        var methods: Set<HTTPRequest.Method> = []
        for route in matching where Self.parameters(route.segments) == fewest {
            methods.insert(route.method)
            if route.method == .get { methods.insert(.head) }
        }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }

    private static func parameters(_ template: [Substring]) -> Int { template.count { $0.first == "{" } }

    private static func matches(_ template: [Substring], _ segments: [Substring]) -> Bool {
        template.count == segments.count
            && zip(template, segments).allSatisfy { $0.first == "{" || $0 == $1 }
    }
}
