import Foundation
import Synchronization

/// A program started by a test; its output goes to unnamed files, so it can be read at any time and nobody blocks on it.
package final class ChildProcess: Sendable {
    package enum Input: Sendable {
        case bytes([UInt8])
        /// A pipe that stays open until the test's process ends or `closeInput()` is called.
        case lifeline
    }

    package struct Result: Sendable {
        /// The exit code, or 128 + the signal's number, as a shell says it.
        package let status: Int32
        package let stdout: String
        package let stderr: String
    }

    private struct Life {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
        var lifeline: Int32?
    }

    package let pid: Int32
    private let output: Int32
    private let errors: Int32
    private let life: Mutex<Life>

    /// Starts a program that sees exactly this environment.
    ///
    /// - Parameters:
    ///   - executable: A path; PATH is not searched.
    ///   - arguments: Without the program's own name.
    ///   - environment: All of it: nothing of the test's own comes in.
    ///   - input: What the program reads.
    /// - Throws: `ChildProcessError` when the program cannot be started.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        input: Input = .bytes([])
    ) throws {
        output = try Self.unnamedFile()
        errors = try Self.unnamedFile()
        var ends: (read: Int32, write: Int32?)
        switch input {
        case .bytes(let bytes):
            ends = (try Self.unnamedFile(), nil)
            try Self.write(bytes, to: ends.read)
            lseek(ends.read, 0, SEEK_SET)
        case .lifeline:
            // A socket pair, since it is close-on-exec from its birth: another child started meanwhile that inherited
            // our end would keep this one alive after us. (`pipe2` is not in Swift's Glibc.)
            var pair: [Int32] = [0, 0]
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            try Self.check(socketpair(AF_UNIX, kind, 0, &pair) == 0 ? 0 : errno, "socketpair")
            ends = (pair[0], pair[1])
        }
        defer { close(ends.read) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in [ends.read, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }

        // Servers ignore SIGPIPE and block others; a child starts with the defaults.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var started: Int32 = 0
        let code = posix_spawn(&started, executable, &actions, &attributes, &argv, &envp)
        pid = started
        life = Mutex(Life(lifeline: ends.write))
        try Self.check(code, executable)
        Thread { self.awaitEnd() }.start()
    }

    deinit {
        close(output)
        close(errors)
    }

    /// What the program has printed so far.
    package var stdout: String { Self.contents(of: output) }
    package var stderr: String { Self.contents(of: errors) }

    /// Nil while the program runs.
    package var status: Int32? { life.withLock { $0.status } }

    /// Sends a signal, unless the program has ended.
    package func signal(_ number: Int32) {
        life.withLock { life in
            if life.status == nil { kill(pid, number) }
        }
    }

    /// Ends the program's input if it is a lifeline.
    package func closeInput() {
        life.withLock { life in
            if let descriptor = life.lifeline.take() { close(descriptor) }
        }
    }

    /// Waits for the end; the program is killed when it takes longer than the deadline, and `status` is then 137.
    package func result(within deadline: Duration = .seconds(300)) async -> Result {
        let overtime = Task {
            try await Task.sleep(for: deadline)
            signal(SIGKILL)
        }
        let status = await withCheckedContinuation { continuation in
            let known = life.withLock { life in
                if life.status == nil { life.waiting.append(continuation) }
                return life.status
            }
            if let known { continuation.resume(returning: known) }
        }
        overtime.cancel()
        return Result(status: status, stdout: stdout, stderr: stderr)
    }

    /// The first line of output for which `match` gives a value; nil if the program ends or the deadline passes before.
    package func line<Value>(within deadline: Duration, _ match: (Substring) -> Value?) async throws -> Value? {
        let end = ContinuousClock.now + deadline
        while true {
            let ended = status != nil
            let text = stdout
            // What follows the last newline may be half a line.
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                if let value = match(line) { return value }
            }
            if ended || ContinuousClock.now > end { return nil }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func awaitEnd() {
        // First without reaping, so that the process id stays ours until the lock is held.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let (waiting, status) = life.withLock { life in
            var raw: Int32 = 0
            waitpid(pid, &raw, 0)
            let signal = raw & 0x7f
            let status = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
            life.status = status
            if let descriptor = life.lifeline.take() { close(descriptor) }
            defer { life.waiting = [] }
            return (life.waiting, status)
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    private static func unnamedFile() throws -> Int32 {
        let name = "/tmp/sogoc-output.\(UUID().uuidString)"
        let descriptor = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        try check(descriptor >= 0 ? 0 : errno, name)
        unlink(name)
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            try check(count > 0 ? 0 : errno, "write")
            rest.removeFirst(count)
        }
    }

    private static func contents(of descriptor: Int32) -> String {
        // pread, since the child moves the offset that both share.
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private static func check(_ code: Int32, _ subject: String) throws {
        if code != 0 { throw ChildProcessError(code: code, subject: subject) }
    }
}

/// A call of the system's failed, as when a program could not be started.
package struct ChildProcessError: Error, CustomStringConvertible {
    package let code: Int32
    package let subject: String

    package init(code: Int32, subject: String) {
        self.code = code
        self.subject = subject
    }

    package var description: String { "\(subject): \(String(cString: strerror(code)))" }
}
