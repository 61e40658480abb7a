/// The answer to a question about a date that nobody knows exactly (rule R9.9).
package enum Answer: String, Hashable, Sendable, CaseIterable {
    case yes
    case no
    /// The candidate days disagree: an officer decides.
    case unknown

    package var vi: String {
        switch self {
        case .yes: "có"
        case .no: "không"
        case .unknown: "chưa rõ"
        }
    }

    package var en: String { rawValue }
}
