import Postgres

/// Where an administrator's acts go: under her token, each with its own transaction, what is refused recorded too.
package struct AdministratorDesk: Sendable {
    private let registry: Registry
    private let token: SessionToken
    /// The account of the operating system at which the command was typed; nil for requests over HTTP.
    let osUser: String?

    package init(registry: Registry, token: SessionToken, osUser: String?) {
        self.registry = registry
        self.token = token
        self.osUser = osUser
    }

    /// Does what a function of the database does.
    ///
    /// - Throws: ``RegistryError``, as the database refused it.
    func act(_ action: String, _ statement: SQL) async throws {
        try await act(action, statement) { _ in }
    }

    /// Whether the act, which answers with the column `changed`, changed anything.
    func flag(_ action: String, _ statement: SQL) async throws -> Bool {
        try await act(action, statement) { rows in
            guard let row = rows.first else { throw RegistryError.unavailable }
            return try row["changed"]
        }
    }

    func act<Value>(_ action: String, _ statement: SQL, decode: (Rows) throws -> Value) async throws -> Value {
        let results: [Rows]
        do {
            results = try await registry.entered([statement], .write, token, registry.admin).results
        } catch let error as RegistryError {
            try await recordRefusal(of: action, error)
            throw error
        }
        guard let rows = results.first else { throw RegistryError.unavailable }
        return try decode(rows)
    }

    /// An act that the database refused left nothing, so the refusal is an event of its own.
    private func recordRefusal(of action: String, _ error: RegistryError) async throws {
        switch error {
        case .notAllowed, .conflict:
            let user = try await registry.session(of: token)?.userID
            try await registry.auditor.record(AuditEvent(.denied, action, userID: user, osUser: osUser))
        default:
            return
        }
    }
}
