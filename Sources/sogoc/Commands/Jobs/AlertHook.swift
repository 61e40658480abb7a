import Glibc

/// The command of `SOGOC_JOBS_ALERT`: gets the summary of finished runs as JSON on standard input.
///
/// A run is told by the runner that saw its end, at most once: one that is killed at that moment tells nobody, which the
/// history shows all the same. Whether a summary is worth an alert is the command's to decide; it may call `jq` and `mail`. It cannot fail a night:
/// what goes wrong with it is a line on standard error.
struct AlertHook: Sendable {
    let command: String
    /// A command that takes longer is stopped.
    var limit: Duration = .seconds(60)

    func tell(_ summary: String) async {
        do {
            let status = try await run(summary + "\n")
            if status != 0 { complain("\(status)") }
        } catch let failure as SecretFile.Failure {
            complain(failure.reason)
        } catch {
            complain("\(error)")
        }
    }

    private func complain(_ reason: String) {
        Standard.error(
            Sentence(vi: "Lệnh báo động SOGOC_JOBS_ALERT lỗi: \(reason).", en: "SOGOC_JOBS_ALERT failed: \(reason).")
                .text
        )
    }

    /// The exit code, or 128 + the number of the signal that ended it.
    private func run(_ input: String) async throws -> Int32 {
        var ends: [Int32] = [0, 0]
        // A socket pair is close-on-exec from its birth; `pipe2` is not in Swift's Glibc.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SecretFile.Failure(path: command, code: errno) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that it is stopped with all it has started; signals as a shell expects them.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
        )
        let words: [String] = ["sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, environ)
        close(ends[1])
        guard code == 0 else { throw SecretFile.Failure(path: command, code: code) }
        Standard.write(input, to: ends[0])
        shutdown(ends[0], Int32(SHUT_WR))
        return try await end(of: child)
    }

    private func end(of child: pid_t) async throws -> Int32 {
        let end = ContinuousClock.now + limit
        var raw: Int32 = 0
        while waitpid(child, &raw, WNOHANG) == 0 {
            if ContinuousClock.now > end { kill(-child, SIGKILL) }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    }
}
