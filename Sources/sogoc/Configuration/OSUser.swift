import FoundationEssentials
import Glibc

/// The account of the operating system behind a command, for the audit.
enum OSUser {
    /// The name; under sudo also whose it was: `root (an)`.
    static var current: String {
        let identifier = getuid()
        let name = getpwuid(identifier).map { String(cString: $0.pointee.pw_name) } ?? "uid \(identifier)"
        guard identifier == 0, let caller = ProcessInfo.processInfo.environment["SUDO_USER"], !caller.isEmpty else {
            return name
        }
        return "\(name) (\(caller))"
    }
}
