/// The exit codes of every command (design/jobs.md, point 8); stable, because scripts and cron rely on them.
enum ExitStatus: Int32 {
    case ok = 0
    /// The answer is no: verify, doctor.
    case no = 1
    case findings = 2
    case someTasksFailed = 3
    case usage = 64
    case badData = 65
    case notFound = 66
    case unreachable = 69
    case bug = 70
    case tryLater = 75
    case notAllowed = 77
    case configuration = 78
}
