import FoundationEssentials
import Registry

/// A grant as programs read it, and as a line of a table.
struct GrantJSON: Encodable {
    private let grant: Int32
    private let user: String
    private let role: String
    private let area: String
    private let areaName: String
    private let from: Date
    private let to: Date?
    private let reason: String
    private let grantedBy: String?
    private let confirmedBy: String?
    private let revokedBy: String?
    private let revoked: Date?
    private let state: String

    init(_ grant: Grant) {
        self.grant = grant.id
        user = grant.user
        role = grant.role
        area = grant.areaCode
        areaName = grant.areaName
        from = grant.from
        to = grant.to
        reason = grant.reason
        grantedBy = grant.grantedBy
        confirmedBy = grant.confirmedBy
        revokedBy = grant.revokedBy
        revoked = grant.revoked
        state = grant.state
    }

    static func table(of grants: [Grant]) -> DisplayTable {
        var table = DisplayTable([
            .init(vi: "Số", en: "Grant", alignment: .right), .init(vi: "Tài khoản", en: "User"),
            .init(vi: "Vai trò", en: "Role"), .init(vi: "Địa bàn", en: "Area"), .init(vi: "Từ", en: "From"),
            .init(vi: "Đến", en: "To"), .init(vi: "Trạng thái", en: "State"), .init(vi: "Người cấp", en: "Granted by"),
            .init(vi: "Lý do", en: "Reason"),
        ])
        for grant in grants {
            table.append([
                "\(grant.id)", grant.user, grant.role, "\(grant.areaCode) \(grant.areaName)", Moment.short(grant.from),
                Moment.short(grant.to), state(grant.state).text, grant.grantedBy ?? "–", grant.reason,
            ])
        }
        return table
    }

    private static func state(_ code: String) -> Sentence {
        switch code {
        case "active": Sentence(vi: "hiệu lực", en: "active")
        case "future": Sentence(vi: "chưa đến hạn", en: "future")
        case "expired": Sentence(vi: "hết hạn", en: "expired")
        case "unconfirmed": Sentence(vi: "chờ xác nhận", en: "unconfirmed")
        default: Sentence(vi: "đã thu hồi", en: "revoked")
        }
    }
}
