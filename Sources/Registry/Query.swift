package import Postgres

/// Statements that are sent in one flush, and what their rows mean.
///
/// Each noun offers its reads and writes as queries; ``Registry`` sends one behind `auth.enter`, so that token, guards,
/// statements and Sync are a single pipeline segment: one implicit transaction, one round trip (design/architecture.md,
/// "A request is one flush").
package struct Query<Value: Sendable>: Sendable {
    let statements: [SQL]
    /// What a read of it may do: `.write` where a function opens somebody beyond the caller's reach and records that itself.
    let access: Access
    let decode: @Sendable ([Rows]) throws -> Value

    /// A query of several statements; `decode` gets the rows of each, in order.
    package init(
        _ statements: [SQL],
        access: Access = .readOnly,
        decode: @escaping @Sendable ([Rows]) throws -> Value
    ) {
        self.statements = statements
        self.access = access
        self.decode = decode
    }

    /// A query of one statement.
    package init(_ statement: SQL, decode: @escaping @Sendable (Rows) throws -> Value) {
        self.init([statement]) { results in
            guard let rows = results.first else { throw RegistryError.unavailable }
            return try decode(rows)
        }
    }

    /// The same query with its value turned into another.
    package func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) throws -> Other) -> Query<Other> {
        Query<Other>(statements, access: access) { [decode] in try transform(decode($0)) }
    }
}

extension Query where Value == Void {
    /// A query whose rows mean nothing.
    package init(_ statements: [SQL]) {
        self.init(statements) { _ in }
    }

    /// Both, one after the other in the same segment.
    func followed(by other: Query<Void>) -> Query<Void> { Query(statements + other.statements) }
}
