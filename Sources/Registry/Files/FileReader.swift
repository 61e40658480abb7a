import Crypto
import Glibc

/// A kept file that is read piece by piece.
package final class FileReader: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The next piece, empty at the end.
    ///
    /// - Throws: ``RegistryError/unavailable`` when it cannot be read.
    package func next(_ count: Int = 1 << 16) async throws -> [UInt8] {
        do {
            return try await FileAccess.elsewhere { try FileAccess.read(count, from: self.descriptor) }
        } catch is FileAccess.Failure {
            throw RegistryError.unavailable
        }
    }

    /// All of it.
    package func all() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try await next()
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    /// Reads to the end and compares.
    func matches(_ hash: ContentHash, length: Int) throws -> Bool {
        var digest = SHA256()
        var count = 0
        while true {
            let piece = try FileAccess.read(1 << 16, from: descriptor)
            guard !piece.isEmpty else { return count == length && ContentHash(digest.finalize()) == hash }
            count += piece.count
            digest.update(data: piece)
        }
    }
}
