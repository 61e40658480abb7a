import FoundationEssentials
import Glibc
import Registry

/// Where a command keeps the token of whoever has logged in: `SOGOC_SESSION_FILE`, else `~/.config/sogoc/session`.
enum SessionFile {
    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["SOGOC_SESSION_FILE"], !path.isEmpty { return path }
        let base =
            environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? "\(environment["HOME"] ?? ".")/.config"
        return "\(base)/sogoc/session"
    }

    /// The token of the session.
    ///
    /// - Throws: ``CommandFailure`` when nobody has logged in, or others can read the file.
    static func read() throws -> SessionToken {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(.notAllowed, vi: "Chưa đăng nhập.", en: "Not logged in.", advice: "sogoc login")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandFailure(
                .configuration,
                vi: "Người khác đọc được tệp phiên \(path).",
                en: "Others can read the session in \(path).",
                advice: "chmod 600 \(path)"
            )
        }
        return SessionToken(String(text.prefix { !$0.isWhitespace }))
    }

    static func write(_ token: SessionToken) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try SecretFile.replace(path, with: token.secret + "\n")
    }

    static func remove() {
        unlink(path)
    }
}
