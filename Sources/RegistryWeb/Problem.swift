import HTTPTypes
import Hummingbird
package import Registry

/// A refusal as the caller gets it: problem details (RFC 9457), in English and Vietnamese, without internals.
package struct Problem: Error, Sendable {
    package let kind: ProblemKind
    package var status: Int
    package var errors: [FieldError] = []
    /// Further members, such as the secret of a second factor that is being set up.
    var members: JSONObject = JSONObject()
    var headers: HTTPFields = [:]
    /// Whether the connection is of no use any more, because the request's body was not read to its end.
    var closesConnection = false

    package init(_ kind: ProblemKind, status: Int? = nil, errors: [FieldError] = []) {
        self.kind = kind
        self.status = status ?? kind.status
        self.errors = errors
        if let seconds = kind.retryAfter { headers[.retryAfter] = String(seconds) }
        // RFC 9110, 11.6.1: a 401 names the way in.
        if self.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
    }

    /// The same, and the connection is closed after it.
    var closing: Problem {
        var problem = self
        problem.closesConnection = true
        return problem
    }

    /// Fields that break a rule.
    package static func invalid(_ errors: [FieldError]) -> Problem { Problem(.invalid, errors: errors) }

    /// The members of the answer's body.
    func json(requestID: String) -> JSONValue {
        var object = JSONObject()
        object["type"] = .string(kind.type)
        object["title"] = .string(kind.title.en)
        object["title_vi"] = .string(kind.title.vi)
        object["status"] = .integer(Int64(status))
        if let first = errors.first, errors.count == 1 {
            object["detail"] = .string(first.message)
            object["detail_vi"] = .string(first.messageVi)
        }
        if !errors.isEmpty { object["errors"] = Self.fieldError.list.encode(errors) }
        object["request_id"] = .string(requestID)
        for member in members.members { object[member.name] = member.value }
        return .object(object)
    }

    static let fieldError = Shape<FieldError>(
        "FieldError",
        "What is wrong with one field. Nothing of its value is repeated.",
        [
            .init("field", .string, "Where in the request, \"members.2.relation\"; empty for the whole.") { $0.field },
            .init("rule", .string, "The rule that is broken: a number of the domain's, or its name.") { $0.rule },
            .init("message", .string) { $0.message },
            .init("message_vi", .string) { $0.messageVi },
        ]
    )

    static let schema = Schema.named(
        "Problem",
        .object([
            .required("type", .string(.init(format: .uriReference)), "Its end tells the kind of problem."),
            .required("title", .anyString),
            .required("title_vi", .anyString),
            .required("status", .integer(400...599)),
            .optional("detail", .anyString),
            .optional("detail_vi", .anyString),
            .optional("errors", fieldError.list.schema),
            .required("request_id", .anyString, "As in X-Request-Id and the service's log."),
            .optional("secret", .anyString, "With totp-enrolment-required: the secret to set up, in base32."),
        ])
    )
}

extension Problem {
    /// The one table from the registry's refusals to problems.
    package init(refusing error: RegistryError) {
        switch error {
        case .notSignedIn: self.init(.notSignedIn)
        case .notAllowed: self.init(.notAllowed)
        case .notFound: self.init(.notFound)
        case .stale: self.init(.stale)
        case .keyReused: self.init(.keyReused)
        case .inFlight, .answeredAlready: self.init(.inFlight)
        case .invalid(let errors): self.init(.invalid, errors: errors)
        case .conflict(let error): self.init(.conflict, errors: [error])
        case .busy: self.init(.busy)
        case .unavailable: self.init(.unavailable)
        case .ambiguous: self.init(.outcomeUnknown)
        }
    }
}
