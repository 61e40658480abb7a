import CLibpq
import Glibc

/// The keywords and values that libpq connects with, made from a ``PostgresConfiguration``.
struct ConnectionParameters: Sendable {
    private var values: [(keyword: String, value: String)]

    /// Reads the connection string.
    ///
    /// - Throws: `misuse` when libpq cannot read it. libpq's message is left out: it quotes the string, which may hold a
    ///   password.
    init(_ configuration: PostgresConfiguration) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(configuration.connection, &message) else {
            PQfreemem(message)
            throw PostgresError(.misuse, message: "the connection string cannot be read")
        }
        defer { PQconninfoFree(options) }
        values = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                values.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
        set("user", to: configuration.user)
        set("password", to: configuration.password?.value)
        set("fallback_application_name", to: configuration.applicationName)
        set("client_encoding", to: "UTF8")
        let timeout = ["statement_timeout": "\(configuration.statementTimeout.milliseconds)ms"]
        let settings = configuration.settings.merging(timeout) { stated, _ in stated }.sorted { $0.key < $1.key }
            .map { "-c \($0.key)=\(Self.escaped($0.value))" }
        set("options", to: (settings + [self["options"]].compactMap(\.self)).joined(separator: " "))
    }

    private subscript(keyword: String) -> String? {
        values.first { $0.keyword == keyword }?.value
    }

    private mutating func set(_ keyword: String, to value: String?) {
        guard let value else { return }
        values.removeAll { $0.keyword == keyword }
        values.append((keyword, value))
    }

    /// Spaces and backslashes are escaped in `options` (manual, "Parameter Key Words").
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == " " || character == "\\" { text.append("\\") }
            text.append(character)
        }
    }

    /// The same with the hosts in another order, beginning with the one at `start`.
    ///
    /// libpq's own time limit per host, `connect_timeout`, does not hold for its non-blocking calls: a host that
    /// swallows packets would keep the next one from ever being tried.
    func rotated(by start: Int) -> ConnectionParameters {
        var copy = self
        for keyword in ["host", "hostaddr", "port"] {
            guard let list = self[keyword]?.split(separator: ",", omittingEmptySubsequences: false), list.count > 1
            else { continue }
            let shift = start % list.count
            copy.set(keyword, to: (list[shift...] + list[..<shift]).joined(separator: ","))
        }
        return copy
    }

    /// Begins to connect; the handle is `nil` only when memory is exhausted.
    func start() -> OpaquePointer? {
        var keywords = values.map { UnsafePointer(strdup($0.keyword)) }
        var texts = values.map { UnsafePointer(strdup($0.value)) }
        defer {
            for string in keywords + texts { free(UnsafeMutablePointer(mutating: string)) }
        }
        keywords.append(nil)
        texts.append(nil)
        return PQconnectStartParams(keywords, texts, 0)
    }
}
