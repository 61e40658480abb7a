package import CivilIdentity
import Subprocess

/// Turns a page into PDF by WeasyPrint, a program of its own from Debian.
///
/// The same page and day give the same bytes, on any day: SOURCE_DATE_EPOCH is the letter's (reproducible-builds.org). One
/// at a time, since one takes some 100 MiB; the program sees nothing of the service's environment and no network is asked,
/// because the page refers to nothing.
package actor Typesetter {
    private let program: String
    private let searchPath: String
    private let deadline: Duration
    private let queueLimit = 20
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// `program` is a name that is looked for in `searchPath`; a page that takes longer than `deadline` is given up.
    package init(
        program: String = "weasyprint",
        searchPath: String = "/usr/local/bin:/usr/bin:/bin",
        deadline: Duration = .seconds(60)
    ) {
        self.program = program
        self.searchPath = searchPath
        self.deadline = deadline
    }

    /// Why there is no PDF.
    package enum Failure: Error {
        /// The program is not there, or said no; what it said, which may hold the page's text, is dropped.
        case failed
        case tookTooLong
    }

    /// The page as PDF, with the fonts in it; the letter's midnight, UTC, is the moment that the file tells.
    ///
    /// Throws ``Failure``, or ``RegistryError/busy`` when too many wait.
    package func pdf(_ html: String, dated day: CalendarDay) async throws -> [UInt8] {
        if isBusy {
            guard waiting.count < queueLimit else { throw RegistryError.busy }
            await withCheckedContinuation { waiting.append($0) }
        }
        isBusy = true
        defer {
            // The place is handed over, so nobody comes in between.
            if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        }
        let (program, searchPath, deadline) = (program, searchPath, deadline)
        // From days since 2000-01-01 to seconds since 1970-01-01.
        let epoch = (Int(day.ordinal) + 10_957) * 86_400
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await Self.set(html, epoch, program, searchPath) }
            group.addTask {
                try await Task.sleep(for: deadline)
                throw Failure.tookTooLong
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() else { throw Failure.failed }
            return bytes
        }
    }

    private static func set(
        _ html: String,
        _ epoch: Int,
        _ program: String,
        _ searchPath: String
    ) async throws -> [UInt8] {
        let result: ExecutionResult<Void, BytesOutput, DiscardedOutput>
        do {
            result = try await Subprocess.run(
                .name(program),
                arguments: ["--quiet", "--encoding", "utf8", "-", "-"],
                environment: .custom([
                    "PATH": searchPath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "\(epoch)",
                ]),
                input: .array(Array(html.utf8)),
                output: .bytes(limit: 32 << 20),
                error: .discarded
            )
        } catch is SubprocessError {
            throw Failure.failed
        }
        guard case .exited(0) = result.terminationStatus, result.standardOutput.starts(with: Array("%PDF-".utf8)) else {
            throw Failure.failed
        }
        return result.standardOutput
    }
}
