import ArgumentParser
import AsyncHTTPClient
import FoundationEssentials
import Glibc
import Postgres
import Registry

/// Why a command did not do its work: a sentence for people and a code for programs.
struct CommandFailure: Error {
    let status: ExitStatus
    let sentence: Sentence
    /// What to do about it, a command if there is one.
    var advice: String?

    init(_ status: ExitStatus, vi: String, en: String, advice: String? = nil) {
        self.status = status
        sentence = Sentence(vi: vi, en: en)
        self.advice = advice
    }

    /// Writes it to standard error.
    func report() {
        let paint = Paint.standardError
        var text = "\(paint.red("sogoc:")) \(sentence.vi)\n       \(sentence.en)\n"
        if let advice { text += "       → \(advice)\n" }
        Standard.write(text, to: STDERR_FILENO)
    }
}

extension CommandFailure {
    /// The one table from errors to exit codes; nil for what ArgumentParser knows to tell.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as RegistryError: self = Self.of(error)
        case let error as PostgresError: self = Self.of(RegistryError(error), detail: "\(error)")
        case let error as MigrationError: self = Self.of(error)
        case let error as HTTPClientError: self = Self.unreachable("\(error)")
        case let failure as SecretFile.Failure:
            self.init(
                .configuration,
                vi: "Không ghi được \(failure.path): \(failure.reason).",
                en: "\(failure.path) cannot be written: \(failure.reason)."
            )
        case is CancellationError: self.init(.tryLater, vi: "Đã dừng giữa chừng.", en: "Cancelled.")
        case is ExitCode, is CleanExit, is ValidationError: return nil
        default:
            // ArgumentParser's own errors have no public type; it knows their exit code.
            guard SoGoc.exitCode(for: error) == .failure else { return nil }
            self.init(.bug, vi: "Lỗi không lường trước: \(error)", en: "Unexpected: \(error)")
        }
    }

    static func unreachable(_ detail: String) -> CommandFailure {
        CommandFailure(
            .unreachable,
            vi: "Không kết nối được tới dịch vụ (\(detail)).",
            en: "The service cannot be reached (\(detail)).",
            advice: "sogoc doctor"
        )
    }

    private static func of(_ error: RegistryError, detail: String? = nil) -> CommandFailure {
        switch error {
        case .notSignedIn:
            CommandFailure(
                .notAllowed,
                vi: "Chưa đăng nhập, hoặc phiên đã hết hạn.",
                en: "Not signed in, or the session is over.",
                advice: "sogoc login"
            )
        case .notAllowed: CommandFailure(.notAllowed, vi: "Không có quyền làm việc này.", en: "Not allowed.")
        case .notFound: CommandFailure(.notFound, vi: "Không tìm thấy.", en: "Not found.")
        case .invalid(let fields): CommandFailure(.badData, fields: fields)
        case .conflict(let field): CommandFailure(.badData, fields: [field])
        case .stale, .keyReused, .answeredAlready:
            CommandFailure(.badData, vi: "Dữ liệu đã thay đổi.", en: "The data have changed meanwhile.")
        case .busy, .inFlight:
            CommandFailure(.tryLater, vi: "Hệ thống đang bận, hãy thử lại sau.", en: "Busy; try again later.")
        case .ambiguous:
            CommandFailure(
                .tryLater,
                vi: "Không rõ việc đã được ghi hay chưa; hãy kiểm tra rồi thử lại.",
                en: "It is not known whether it was written; look, then try again."
            )
        case .unavailable:
            CommandFailure(
                .unreachable,
                vi: "Không kết nối được tới cơ sở dữ liệu\(detail.map { " (\($0))" } ?? "").",
                en: "The database cannot be reached\(detail.map { " (\($0))" } ?? "").",
                advice: "sogoc doctor"
            )
        }
    }

    private static func of(_ error: MigrationError) -> CommandFailure {
        switch error {
        case .locked: CommandFailure(.tryLater, vi: "Một lần nâng cấp khác đang chạy.", en: "\(error).")
        default: CommandFailure(.configuration, vi: "Không nâng cấp được lược đồ: \(error).", en: "\(error).")
        }
    }

    /// Every field that breaks a rule, on a line of its own.
    private init(_ status: ExitStatus, fields: [FieldError]) {
        self.init(
            status,
            vi: fields.map { $0.field.isEmpty ? $0.messageVi : "\($0.field): \($0.messageVi)" }.joined(
                separator: "\n       "
            ),
            en: fields.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }.joined(
                separator: "\n       "
            )
        )
    }
}
