import Dispatch
import Glibc

/// The file system's calls, with errors instead of return codes.
enum FileAccess {
    /// A call that failed; says where, nothing of what the file holds.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32

        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    /// Works off Swift's own threads, of which there are no more than cores: a disk may take its time.
    static func elsewhere<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
    private static let queue = DispatchQueue(label: "sogoc.files", attributes: .concurrent)

    /// A new file that only its owner can read.
    static func create(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(call: "open", code: errno) }
        return descriptor
    }

    /// Nil where there is no such file.
    static func reading(_ path: String) throws -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw Failure(call: "open", code: errno) }
        return descriptor
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(call: "write", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Up to `count` bytes; none at the end.
    static func read(_ count: Int, from descriptor: Int32) throws -> [UInt8] {
        while true {
            var got = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                got = Glibc.read(descriptor, buffer.baseAddress, count)
                initialized = max(0, got)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw Failure(call: "read", code: errno) }
            return bytes
        }
    }

    static func synchronize(_ descriptor: Int32) throws {
        guard fsync(descriptor) == 0 else { throw Failure(call: "fsync", code: errno) }
    }

    /// A folder that only its owner can enter; it may be there already.
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure(call: "mkdir", code: errno) }
    }

    /// What a folder lists survives a crash only after this.
    static func synchronize(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(call: "open", code: errno) }
        defer { close(descriptor) }
        try synchronize(descriptor)
    }

    static func rename(_ from: String, to: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw Failure(call: "rename", code: errno) }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
    static func remove(_ path: String) { unlink(path) }
}
