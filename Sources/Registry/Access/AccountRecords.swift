package import FoundationEssentials
import Postgres

/// A user as an administrator sees her.
package struct Account: Sendable {
    package let id: Int32
    package let name: String
    package let displayName: String
    package let isDisabled: Bool
    /// The password is a one-time code that waits for its owner.
    package let isPasswordChangeDue: Bool
    package let codeExpires: Date?
    package let hasSecondFactor: Bool
    package let needsSecondFactor: Bool
    /// The grants that count now: role and code of the area.
    package let offices: [(role: String, area: String)]
    package let created: Date
    /// Nil for the first administrators and the installation's operator.
    package let createdBy: String?
    package let disabled: Date?
    package let lastSignIn: Date?
    package let openSessions: Int

    init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        name = try row["name"]
        displayName = try row["display_name"]
        isDisabled = try row["state"] as String == "disabled"
        isPasswordChangeDue = try row["password_change_due"]
        codeExpires = try row["code_expires_at"]
        hasSecondFactor = try row["has_second_factor"]
        needsSecondFactor = try row["needs_second_factor"]
        let roles: [String] = try row["roles"]
        let areas: [String] = try row["areas"]
        offices = zip(roles, areas).map { ($0, $1) }
        created = try row["created_at"]
        createdBy = try row["created_by"]
        disabled = try row["disabled_at"]
        lastSignIn = try row["last_sign_in"]
        openSessions = try row["open_sessions"]
    }
}

/// A session as an administrator sees it: when and from where, never its token.
package struct AccountSession: Sendable {
    package let id: Int
    package let loginClass: String
    package let created: Date
    package let lastSeen: Date
    package let expires: Date
    package let address: String?
    /// `open`, or why it is not: `closed`, `idle`, `expired`, `disabled`, `revoked`, `reset`, `password`, `second_factor`.
    package let state: String

    init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        loginClass = try row["login_class"]
        created = try row["created_at"]
        lastSeen = try row["last_seen"]
        expires = try row["expires_at"]
        address = try row["address"]
        state = try row["state"]
    }
}

/// What can be granted.
package struct Role: Sendable {
    package let code: String
    package let nameVi: String
    package let nameEn: String
    package let loginClass: String
    package let mayView: Bool
    package let mayEdit: Bool
    package let mayApprove: Bool
    package let needsSecondFactor: Bool
    /// How many users hold it now.
    package let holders: Int

    init(row: Row) throws(RowDecodingError) {
        code = try row["code"]
        nameVi = try row["name_vi"]
        nameEn = try row["name_en"]
        loginClass = try row["login_class"]
        mayView = try row["may_view"]
        mayEdit = try row["may_edit"]
        mayApprove = try row["may_approve"]
        needsSecondFactor = try row["second_factor"]
        holders = try row["holders"]
    }
}

/// A role over an area for a period, with who gave it, who confirmed it and who took it back.
package struct Grant: Sendable {
    package let id: Int32
    package let user: String
    package let role: String
    package let areaCode: String
    package let areaName: String
    package let from: Date
    /// Nil without end.
    package let to: Date?
    package let reason: String
    /// Nil where the owner of the installation did it.
    package let grantedBy: String?
    package let granted: Date
    /// Nil where no second administrator is needed.
    package let confirmedBy: String?
    package let confirmed: Date?
    package let revokedBy: String?
    package let revoked: Date?
    /// `active`, `future`, `expired`, `unconfirmed` or `revoked`.
    package let state: String

    init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        user = try row["user_name"]
        role = try row["role"]
        areaCode = try row["area_code"]
        areaName = try row["area_name"]
        from = try row["valid_from"]
        to = try row["valid_to"]
        reason = try row["reason"]
        grantedBy = try row["granted_by"]
        granted = try row["granted_at"]
        confirmedBy = try row["confirmed_by"]
        confirmed = try row["confirmed_at"]
        revokedBy = try row["revoked_by"]
        revoked = try row["revoked_at"]
        state = try row["state"]
    }
}
