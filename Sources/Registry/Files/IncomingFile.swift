import Crypto
import FoundationEssentials
import Glibc

/// A file that is being received, written to a temporary name piece by piece as it comes; gone when it is not kept.
package final class IncomingFile {
    /// Where it is until it is kept.
    let path: String
    private let limit: Int
    private let isScan: Bool
    private var descriptor: Int32
    private var digest = SHA256()
    private var length = 0
    private var head: [UInt8] = []

    init(in folder: String, limit: Int, isScan: Bool) throws {
        path = "\(folder)/\(UUID().uuidString.lowercased())"
        self.limit = limit
        self.isScan = isScan
        descriptor = try FileAccess.create(path)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        FileAccess.remove(path)
    }

    /// Takes the next piece.
    ///
    /// - Throws: ``FileRefusal`` as soon as the file is longer than allowed or begins as none that is kept.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard length + bytes.count <= limit else { throw FileRefusal.tooLong(limit: limit) }
        length += bytes.count
        if head.count < FileKind.headLength {
            head += bytes.prefix(FileKind.headLength - head.count)
            if isScan, head.count == FileKind.headLength, FileKind(head: head) == nil { throw FileRefusal.unknownKind }
        }
        digest.update(bufferPointer: bytes)
        try FileAccess.write(bytes, to: descriptor)
    }

    /// Closes the file, whose bytes are on the disk then; `declared` is what its sender calls it, nil where he left it open.
    ///
    /// Throws ``FileRefusal``.
    func finish(declared: FileKind?) async throws -> StoredFile {
        guard length > 0 else { throw FileRefusal.empty }
        let kind = FileKind(head: head)
        if isScan {
            guard let kind else { throw FileRefusal.unknownKind }
            guard declared == nil || declared == kind else { throw FileRefusal.disguised }
        }
        let open = descriptor
        try await FileAccess.elsewhere { try FileAccess.synchronize(open) }
        close(descriptor)
        descriptor = -1
        return StoredFile(hash: ContentHash(digest.finalize()), length: length, kind: kind)
    }
}

/// A file as it is recorded in the database.
package struct StoredFile: Hashable, Sendable {
    package let hash: ContentHash
    /// In bytes.
    package let length: Int
    /// Nil for what is no scan: a letter as a page.
    package let kind: FileKind?

    package init(hash: ContentHash, length: Int, kind: FileKind?) {
        self.hash = hash
        self.length = length
        self.kind = kind
    }
}
