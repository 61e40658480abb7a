import FoundationEssentials
import Synchronization

/// Files outside the database, each under the name of what it holds: scans of evidence, letters as they were sent.
///
/// A file is written to a temporary name, synced, and renamed to `ab/cd/abcd…`; then the database records its hash and
/// length. A crash in between leaves a file that no record names, never a record without its file. One process keeps files
/// in a folder at a time.
package final class FileStore: Sendable {
    package let folder: String
    /// Bytes of a scan.
    package let limit: Int
    private let holds = Mutex<[ContentHash: Hold]>([:])

    /// Who is about to record a file, and whether anybody has.
    private struct Hold {
        var holders = 0
        var wasThere: Bool
        var isRecorded = false
    }

    package static let usualLimit = 10 << 20
    /// A letter is no scan that somebody sends.
    private static let letterLimit = 64 << 20

    package init(folder: String, limit: Int = usualLimit) {
        self.folder = folder
        self.limit = limit
    }

    private var incoming: String { folder + "/incoming" }

    /// Makes the folder, and forgets what was being received when the last process ended.
    ///
    /// - Throws: when the folder cannot be made.
    package func prepare() throws {
        try FileAccess.makeFolder(folder)
        try FileAccess.makeFolder(incoming)
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming) {
            FileAccess.remove("\(incoming)/\(name)")
        }
    }

    // MARK: Keeping

    /// A scan that is about to be received.
    ///
    /// - Throws: ``RegistryError/unavailable`` when the folder cannot be written to.
    package func receive() throws -> IncomingFile {
        try available { try IncomingFile(in: incoming, limit: limit, isScan: true) }
    }

    /// Keeps what was received and has it recorded; what is refused then, is not kept either.
    ///
    /// `declared` is what its sender calls it, nil where he left it open; `record` tells the database. Throws
    /// ``FileRefusal``, or what `record` throws.
    package func keep<Value>(
        _ file: IncomingFile,
        declared: FileKind? = nil,
        record: (StoredFile) async throws -> Value
    ) async throws -> Value {
        let stored: StoredFile
        do {
            stored = try await file.finish(declared: declared)
        } catch is FileAccess.Failure {
            throw RegistryError.unavailable
        }
        let place = path(of: stored.hash)
        hold(stored.hash, wasThere: FileAccess.exists(place))
        do {
            let (from, folders) = (file.path, folders(of: stored.hash))
            try await FileAccess.elsewhere {
                for folder in folders { try FileAccess.makeFolder(folder) }
                // Over one that is there already: it holds the same, unless somebody altered it.
                try FileAccess.rename(from, to: place)
                for folder in folders.reversed() { try FileAccess.synchronize(folder: folder) }
            }
            let value = try await record(stored)
            release(stored.hash, isRecorded: true)
            return value
        } catch {
            // Whether a lost commit took place nobody knows, so its file stays.
            release(stored.hash, isRecorded: error as? RegistryError == .ambiguous)
            throw error is FileAccess.Failure ? RegistryError.unavailable : error
        }
    }

    /// Keeps bytes that were made here.
    package func keep<Value>(_ bytes: [UInt8], record: (StoredFile) async throws -> Value) async throws -> Value {
        let file = try available {
            let file = try IncomingFile(in: incoming, limit: Self.letterLimit, isScan: false)
            try bytes.withUnsafeBytes { try file.append($0) }
            return file
        }
        return try await keep(file, record: record)
    }

    private func hold(_ hash: ContentHash, wasThere: Bool) {
        holds.withLock { holds in holds[hash, default: Hold(wasThere: wasThere)].holders += 1 }
    }

    private func release(_ hash: ContentHash, isRecorded: Bool) {
        let place = path(of: hash)
        holds.withLock { holds in
            guard var hold = holds[hash] else { return }
            hold.holders -= 1
            hold.isRecorded = hold.isRecorded || isRecorded
            holds[hash] = hold.holders > 0 ? hold : nil
            // Under the lock, so that nobody begins to hold it meanwhile.
            if hold.holders == 0, !hold.isRecorded, !hold.wasThere { FileAccess.remove(place) }
        }
    }

    // MARK: Reading

    /// How a recorded file stands.
    package enum Condition: Sendable {
        case sound
        case missing
        /// Its bytes are not those that were recorded.
        case altered
    }

    /// Reads a file through and compares it with its record.
    ///
    /// - Throws: ``RegistryError/unavailable`` when it cannot be read.
    package func condition(of hash: ContentHash, length: Int) async throws -> Condition {
        try await availableElsewhere {
            guard let reader = try self.reader(hash) else { return .missing }
            return try reader.matches(hash, length: length) ? .sound : .altered
        }
    }

    /// The file from its beginning; nil where it is missing.
    package func open(_ hash: ContentHash) throws -> FileReader? {
        try available { try reader(hash) }
    }

    private func reader(_ hash: ContentHash) throws -> FileReader? {
        try FileAccess.reading(path(of: hash)).map(FileReader.init)
    }

    /// The hashes of all that is kept, for comparing with the records.
    package func kept() throws -> Set<ContentHash> {
        let files = FileManager.default
        var kept: Set<ContentHash> = []
        for first in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where first.utf8.count == 2 {
            for second in (try? files.contentsOfDirectory(atPath: "\(folder)/\(first)")) ?? [] {
                let names = (try? files.contentsOfDirectory(atPath: "\(folder)/\(first)/\(second)")) ?? []
                kept.formUnion(names.compactMap { ContentHash(hexadecimal: $0) })
            }
        }
        return kept
    }

    // MARK: Places

    private func folders(of hash: ContentHash) -> [String] {
        let name = hash.hexadecimal
        let first = "\(folder)/\(name.prefix(2))"
        return [first, "\(first)/\(name.dropFirst(2).prefix(2))"]
    }

    /// Where a file lies.
    package func path(of hash: ContentHash) -> String {
        "\(folders(of: hash)[1])/\(hash.hexadecimal)"
    }

    private func available<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch is FileAccess.Failure {
            throw RegistryError.unavailable
        }
    }

    private func availableElsewhere<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        do {
            return try await FileAccess.elsewhere(work)
        } catch is FileAccess.Failure {
            throw RegistryError.unavailable
        }
    }
}
