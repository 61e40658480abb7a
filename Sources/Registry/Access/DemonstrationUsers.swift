import FoundationEssentials

/// The users of a demonstration installation: two administrators and one user of each role, ready to sign in.
///
/// They are made as anybody's users are: the owner makes the administrators, one administrator adds and grants, the other
/// confirms, and everybody signs in once to choose a password and enrol a second factor. Making them again gives them new
/// passwords. None of them is a person.
package struct DemonstrationUsers: Sendable {
    /// One user, with all that a sign-in needs.
    package struct User: Sendable {
        package let user: String
        package let name: String
        package let role: String
        package let area: String
        package let password: String
        /// In base32; nil for a user who needs no code.
        package let totpSecret: String?
    }

    private struct Plan {
        let user: String
        let name: String
        let role: String
        let area: String

        init(_ user: String, _ name: String, _ role: String, _ area: String) {
            self.user = user
            self.name = name
            self.role = role
            self.area = area
        }
    }

    private let registry: Registry
    private let owner: InstallationOwner
    private let key: SecondFactorKey
    private let osUser: String
    private let hasher: PasswordHasher
    private var signIn: SignIn { SignIn(registry: registry, key: key, hasher: hasher) }

    package init(
        registry: Registry,
        owner: InstallationOwner,
        key: SecondFactorKey,
        osUser: String,
        hasher: PasswordHasher = PasswordHasher()
    ) {
        self.registry = registry
        self.owner = owner
        self.key = key
        self.osUser = osUser
        self.hasher = hasher
    }

    /// Makes the users, or gives them new passwords where they are.
    ///
    /// - Parameters:
    ///   - province: The code of the administrators' area.
    ///   - district: The code of the district officers' area.
    ///   - communes: The codes of one or two communes; each gets an officer, the first one the other roles too.
    /// - Returns: All of them, with what they sign in with.
    /// - Throws: ``RegistryError/notAllowed`` where the installation has administrators of its own.
    package func make(province: String, district: String, communes: [String]) async throws -> [User] {
        let first = try await administrator(Plan("quantri.mot", "Quản trị Một", "administrator", province))
        let second = try await administrator(Plan("quantri.hai", "Quản trị Hai", "administrator", province))
        let accounts = Accounts(registry: registry, token: first.token, osUser: osUser, hasher: hasher)
        let others = Accounts(registry: registry, token: second.token, osUser: osUser, hasher: hasher)
        var made = [first.user, second.user]
        for plan in Self.plans(district: district, communes: communes) {
            made.append(try await user(plan, accounts, confirming: others))
        }
        try await registry.signOut(first.token)
        try await registry.signOut(second.token)
        return made
    }

    private static func plans(district: String, communes: [String]) -> [Plan] {
        var plans: [Plan] = []
        for (index, commune) in communes.prefix(2).enumerated() {
            plans.append(Plan("canbo.xa\(index + 1)", "Cán bộ xã \(index + 1)", "commune_officer", commune))
        }
        if let commune = communes.first {
            plans.append(Plan("truong.xa1", "Trưởng công an xã 1", "commune_supervisor", commune))
            plans.append(Plan("truong.thon1", "Trưởng thôn 1", "settlement_head", commune))
            plans.append(Plan("tocongtac.xa1", "Tổ công tác xã 1", "outreach_member", commune))
        }
        return plans + [
            Plan("congan.huyen", "Công an huyện", "district_officer", district),
            Plan("tonghop.huyen", "Tổng hợp huyện", "district_analyst", district),
            Plan("thanhtra", "Thanh tra", "inspector", district),
        ]
    }

    private func administrator(_ plan: Plan) async throws -> (user: User, token: SessionToken) {
        let code: OneTimeCode
        do {
            code = try await owner.addAdministrator(plan.user, displayName: plan.name)
        } catch RegistryError.conflict, RegistryError.notAllowed {
            do {
                code = try await owner.resetAdministrator(plan.user)
            } catch RegistryError.notFound {
                throw RegistryError.notAllowed
            }
        }
        return try await firstSignIn(plan, code)
    }

    private func user(_ plan: Plan, _ accounts: Accounts, confirming others: Accounts) async throws -> User {
        let code: OneTimeCode
        do {
            code = try await accounts.add(plan.user, displayName: plan.name)
        } catch RegistryError.conflict {
            _ = try await accounts.enable(plan.user)
            try await others.resetSecondFactor(plan.user)
            code = try await accounts.reset(plan.user)
        }
        let held = try await accounts.grants(of: plan.user).contains { grant in
            grant.state == "active" && grant.role == plan.role && grant.areaCode == plan.area
        }
        if !held {
            let grant = try await accounts.grant(
                plan.user,
                role: plan.role,
                area: plan.area,
                reason: "người dùng trình diễn (demonstration user)"
            )
            if !grant.isConfirmed { _ = try await others.confirm(grant.id) }
        }
        let (user, token) = try await firstSignIn(plan, code)
        try await registry.signOut(token)
        return user
    }

    /// From the one-time code to a password and, where the reach asks for it, a second factor.
    private func firstSignIn(_ plan: Plan, _ code: OneTimeCode) async throws -> (user: User, token: SessionToken) {
        var generator = SystemRandomNumberGenerator()
        let password = Self.password(for: plan.user, using: &generator)
        var request = SignIn.Request(user: plan.user, password: code.text, newPassword: password)
        var totp: TOTP?
        var codes = 0
        while true {
            switch try await signIn.attempt(request) {
            case .signedIn(let token, _):
                let user = User(
                    user: plan.user,
                    name: plan.name,
                    role: plan.role,
                    area: plan.area,
                    password: password,
                    totpSecret: totp?.base32
                )
                return (user, token)
            case .totpEnrolmentRequired(let secret) where totp == nil:
                totp = secret
            // Thirty seconds may end between making the code and reading it.
            case .refused where totp != nil && codes < 5: break
            default:
                throw RegistryError.notAllowed
            }
            codes += 1
            // The step before this one is still in the window, and the present one stays free for a sign-in.
            request.code = totp?.code(step: TOTP.step(at: Date()) - 1)
        }
    }

    /// A password that the rules for passwords take: one code in ten thousand has too few letters for them.
    static func password(for user: String, using generator: inout some RandomNumberGenerator) -> String {
        while true {
            let text = OneTimeCode.make(using: &generator).text
            if let password = Password(text), password.refusal(account: user) == nil { return text }
        }
    }
}
