import CLibpq

/// What a NOTIFY sent, or the news that some may have been missed.
package struct PostgresNotification: Sendable, Hashable {
    package let channel: String
    package let payload: String
    /// The server process that sent it.
    package let processID: Int32
    /// Whether this is no notification but the news that listening has begun, for the first time or anew.
    ///
    /// What was sent before is not known. A notification is a hint; whoever depends on it looks up the truth now.
    package let isReopened: Bool

    init(_ notification: PGnotify) {
        channel = notification.relname.map { String(cString: $0) } ?? ""
        payload = notification.extra.map { String(cString: $0) } ?? ""
        processID = notification.be_pid
        isReopened = false
    }

    init(reopened channel: String) {
        self.channel = channel
        payload = ""
        processID = 0
        isReopened = true
    }
}
