/// How to reach the database, and the bounds within which it is used.
package struct PostgresConfiguration: Sendable {
    /// A connection string or URI for libpq.
    ///
    /// With everything libpq knows: several hosts, `target_session_attrs`, `sslmode`, `sslrootcert`, service files
    /// (manual, "Connection Strings"). Environment variables such as PGHOST fill gaps.
    ///
    /// Host names are looked up by libpq, which blocks the thread that connects, never the one that reads answers.
    package var connection: String
    /// The role to log in as; nil leaves it to the connection string.
    package var user: String?
    package var password: PostgresPassword?
    package var applicationName = "sogoc"
    /// Connections opened at the start and kept open.
    package var minimumConnections = 1
    package var maximumConnections = 16
    /// How many requests the server is given at once as long as they are quick, best its number of processors; nil for as
    /// many as there are connections.
    ///
    /// A request that has run for 20 ms is not counted any more, so slow ones keep nobody waiting.
    package var statementsAtOnce: Int?
    /// Requests that may wait for a connection; one more is refused at once.
    package var maximumWaiters = 1024
    /// How long one attempt to connect may take; with several hosts the next attempt begins with the next host.
    package var connectTimeout: Duration = .seconds(5)
    /// How long a request waits for a connection when the caller does not say.
    package var waitTimeout: Duration = .milliseconds(250)
    /// Prepared statements kept per connection.
    package var statementCacheSize = 256
    /// A lease that sends nothing for this long in an open transaction loses its connection.
    package var idleInTransactionTimeout: Duration = .seconds(10)
    /// A lease that is older is logged as leaked, once.
    package var leaseWarning: Duration = .seconds(60)
    /// How often a connection that listens is tried, since a dead one and a silent one look alike.
    package var listenProbe: Duration = .seconds(15)
    /// How long the server lets a statement run; a request with a longer deadline raises it for itself.
    ///
    /// It is what ends a write that nobody waits for any more. A `statement_timeout` among ``settings`` replaces it, and
    /// is then the same for all requests.
    package var statementTimeout: Duration = .seconds(5)
    /// Settings of every session, sent with the start-up packet.
    ///
    /// They are the session's defaults, so `reset` goes back to them, and they win over those of `alter role … set`, where
    /// `lock_timeout` and its like belong. Notices are switched off because nobody reads them.
    package var settings: [String: String] = [
        "client_min_messages": "error",
        "client_connection_check_interval": "1s",
    ]

    package init(_ connection: String, user: String? = nil, password: PostgresPassword? = nil) {
        self.connection = connection
        self.user = user
        self.password = password
    }
}

extension PostgresConfiguration {
    /// The `statement_timeout` that a request with this deadline has to set; nil if the session's will do.
    func statementTimeout(for deadline: Duration) -> Duration? {
        settings["statement_timeout"] == nil && deadline > statementTimeout ? deadline : nil
    }
}

/// A password that does not show itself in logs, dumps or string interpolation.
package struct PostgresPassword: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let value: String

    package init(_ value: String) {
        self.value = value
    }

    package var description: String { "••••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
