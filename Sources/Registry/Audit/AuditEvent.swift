package import FoundationEssentials

/// Something that somebody did, for the audit: who, what, whom it showed; never what was shown.
package struct AuditEvent: Sendable {
    package enum Kind: String, Sendable {
        case read
        case search
        case export
        case denied
        case session
        case administration
        case operation
    }

    package var kind: Kind
    /// What was done, in the vocabulary of the API: "residents.show".
    package var action: String
    /// Nil where nobody is signed in.
    package var userID: Int32?
    package var caller: Caller?
    /// The account of the operating system, for commands.
    package var osUser: String?
    /// The book, nil where the event is not of one book.
    package var book: Int32?
    /// The residents shown.
    package var residents: [UUID]
    /// Counts and names of filters as a JSON object, without persons in it.
    package var detail: String

    package init(
        _ kind: Kind,
        _ action: String,
        userID: Int32?,
        caller: Caller? = nil,
        osUser: String? = nil,
        book: Int32? = nil,
        residents: [UUID] = [],
        detail: String = "{}"
    ) {
        self.kind = kind
        self.action = action
        self.userID = userID
        self.caller = caller
        self.osUser = osUser
        self.book = book
        self.residents = residents
        self.detail = detail
    }
}
