import Glibc

/// Files that only their owner reads.
enum SecretFile {
    struct Failure: Error {
        let path: String
        let code: Int32
        var isExisting: Bool { code == EEXIST }
        var reason: String { String(cString: strerror(code)) }
    }

    /// Makes a new file of mode 0600.
    ///
    /// - Throws: ``Failure``, also where a file of that name is.
    static func create(_ path: String, _ text: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(descriptor) }
        Standard.write(text, to: descriptor)
        guard fsync(descriptor) == 0 else { throw Failure(path: path, code: errno) }
    }

    /// Puts a file of mode 0600 in the place of what is there, all at once.
    static func replace(_ path: String, with text: String) throws {
        let fresh = "\(path).\(getpid())"
        unlink(fresh)
        try create(fresh, text)
        guard rename(fresh, path) == 0 else {
            let code = errno
            unlink(fresh)
            throw Failure(path: path, code: code)
        }
    }
}
