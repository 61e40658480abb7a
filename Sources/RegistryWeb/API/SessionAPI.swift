import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Signing in, out, and who is signed in.
struct SessionAPI {
    let registry: Registry
    let signIn: SignIn

    var operations: [Operation] {
        [
            Operation(
                id: "session.open",
                method: .post,
                path: "/api/v1/session",
                summary: "Sign in. What is missing is told, and the request is sent again with it.",
                summaryVi: "Đăng nhập.",
                access: .anybody,
                body: Self.credentials,
                answers: [.json(201, "Signed in.", Self.opened.schema, headers: ["Set-Cookie"])],
                problems: [
                    .wrongCredentials, .codeRequired, .passwordChangeRequired, .enrolmentRequired, .tooManyTries, .busy,
                    .unavailable,
                ],
                perform: open
            ),
            Operation(
                id: "session.show",
                method: .get,
                path: "/api/v1/session",
                summary: "Who is signed in, with the grants that count now.",
                summaryVi: "Ai đang đăng nhập và có quyền gì.",
                answers: [.json(200, "The session.", Self.session.schema)],
                perform: show
            ),
            Operation(
                id: "session.close",
                method: .delete,
                path: "/api/v1/session",
                summary: "Sign out.",
                summaryVi: "Đăng xuất.",
                answers: [Operation.Answer(status: 204, description: "Signed out.", headers: ["Set-Cookie"])],
                perform: close
            ),
        ]
    }

    private static let credentials = Schema.named(
        "Credentials",
        .object([
            .required("user", .text(1...200)),
            .required("password", .text(1...1024)),
            .optional("code", .text(1...20), "Of the second factor."),
            .optional("new_password", .text(1...1024), "Where one is due, or wanted."),
            .optional("cookie", .boolean, "For browsers: the token goes into a cookie that no script can read."),
        ])
    )

    private func open(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let request = SignIn.Request(
            user: reader.text("user") ?? "",
            password: reader.text("password") ?? "",
            code: reader.text("code"),
            newPassword: reader.text("new_password"),
            address: exchange.address
        )
        switch try await signIn.attempt(request) {
        case .signedIn(let token, let expires):
            guard reader.body["cookie"]?.bool == true else {
                return .json(Self.opened.encode(Opened(token: token, expires: expires, isCookie: false)), status: 201)
            }
            let seconds = max(0, Int(expires.timeIntervalSinceNow))
            return .json(
                Self.opened.encode(Opened(token: token, expires: expires, isCookie: true)),
                status: 201,
                headers: [.setCookie: SessionCookie.set(token, seconds: seconds)]
            )
        case .codeRequired: throw Problem(.codeRequired)
        case .passwordChangeRequired: throw Problem(.passwordChangeRequired)
        case .totpEnrolmentRequired(let totp):
            var problem = Problem(.enrolmentRequired)
            problem.members["secret"] = .string(totp.base32)
            throw problem
        case .refused: throw Problem(.wrongCredentials)
        case .tooManyTries: throw Problem(.tooManyTries)
        }
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        let token = try exchange.caller.token
        guard let session = try await registry.session(of: token) else { throw Problem(.notSignedIn) }
        return .json(Self.session.encode(Shown(session: session, csrfToken: SessionCookie.csrfToken(of: token))))
    }

    private func close(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        guard try await registry.signOut(caller.token, address: caller.address) else { throw Problem(.notSignedIn) }
        var reply = Reply.noContent
        reply.headers[.setCookie] = SessionCookie.clear
        return reply
    }

    private struct Opened: Sendable {
        let token: SessionToken
        let expires: Date
        let isCookie: Bool
    }

    private static let opened = Shape<Opened>(
        "OpenedSession",
        [
            .init("token", Shape<String>.string.nullable, "Null where it went into a cookie.") {
                $0.isCookie ? nil : $0.token.secret
            },
            .init("expires_at", .dateTime, "At the latest; half an hour without use ends it too.") { $0.expires },
            .init("csrf_token", .string, "For X-CSRF-Token, with the cookie.") {
                SessionCookie.csrfToken(of: $0.token)
            },
        ]
    )

    private struct Shown: Sendable {
        let session: SessionDescription
        let csrfToken: String
    }

    private static let session = Shape<Shown>(
        "Session",
        [
            .init("user", .string) { $0.session.user },
            .init("name", .string) { $0.session.displayName },
            .init("class", .oneOf(["app", "field", "report", "admin"])) { $0.session.loginClass },
            .init("expires_at", .dateTime) { $0.session.expires },
            .init("csrf_token", .string) { $0.csrfToken },
            .init("grants", office.list, "Those that count now.") { $0.session.offices },
        ]
    )

    private static let office = Shape<SessionDescription.Office>(
        "Office",
        [
            .init("role", .string) { $0.role },
            .init("role_vi", .string) { $0.roleNameVi },
            .init("area", .string, "The area's code.") { $0.areaCode },
            .init("area_name", .string) { $0.areaName },
        ]
    )
}
