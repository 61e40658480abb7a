import Foundation

/// Files that only their owner may read, as `sogoc login` and `deploy/up` leave them.
package enum PrivateFile {
    /// Writes a secret anew.
    ///
    /// - Throws: ``TestServerError`` when the file cannot be made.
    package static func write(_ secret: String, to path: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(secret.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw TestServerError(output: "\(path) cannot be written") }
    }
}
