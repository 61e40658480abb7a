package import FoundationEssentials
import Postgres

/// Signing in: name, password, code if the account's reach asks for one, and a new password where one is due.
///
/// A request that lacks something is answered by what it lacks and is sent again with it added; nothing is changed before
/// it is complete. Then password, second factor and session are written in one transaction, and the database asks once
/// more whether this account may open a session. What is refused is refused alike, in words and in time, whatever the
/// reason.
package struct SignIn: Sendable {
    /// What somebody brings; `newPassword` may also be given where none is due.
    package struct Request: Sendable {
        package var user: String
        package var password: String
        package var code: String?
        package var newPassword: String?
        /// The client's address, for throttling and the audit; nil where there is none.
        package var address: String?

        package init(
            user: String,
            password: String,
            code: String? = nil,
            newPassword: String? = nil,
            address: String? = nil
        ) {
            self.user = user
            self.password = password
            self.code = code
            self.newPassword = newPassword
            self.address = address
        }
    }

    package enum Outcome: Sendable {
        /// Signed in, until `expires` at the latest.
        case signedIn(token: SessionToken, expires: Date)
        /// Again with the code of the account's second factor.
        case codeRequired
        /// Again with a new password.
        case passwordChangeRequired
        /// The account's reach asks for a second factor: put this secret into an app, and again with its code.
        case totpEnrolmentRequired(TOTP)
        /// Unknown name, wrong password, wrong or used code, disabled, no grant: never said which.
        case refused
        /// Ten tries in fifteen minutes; later again.
        case tooManyTries
    }

    private let client: PostgresClient
    private let key: SecondFactorKey
    private let hasher: PasswordHasher
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - registry: Whose connections of `sogoc_signin` are used.
    ///   - key: Opens the secrets of second factors.
    ///   - hasher: The process's one, because it bounds what hashing takes.
    ///   - now: The clock that codes are read by.
    package init(
        registry: Registry,
        key: SecondFactorKey,
        hasher: PasswordHasher = PasswordHasher(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        client = registry.signIn
        self.key = key
        self.hasher = hasher
        self.now = now
    }

    /// - Throws: ``RegistryError/invalid(_:)`` for a new password that nobody may choose, ``RegistryError/busy``,
    ///   ``RegistryError/unavailable``.
    package func attempt(_ request: Request) async throws -> Outcome {
        guard request.user.utf8.count <= 200, let password = Password(request.password) else { return .refused }
        guard let (isAllowed, subject) = try await begin(request), isAllowed else { return .tooManyTries }
        guard try await verify(password, of: subject, request), let subject, subject.isCodeInTime else {
            return try await refuse(subject, request, reason: "password")
        }
        return try await proceed(subject, password, request)
    }

    // MARK: Steps

    /// The account as the database knows it.
    private struct Subject {
        let id: Int32
        let hash: PasswordHash?
        let hashText: String
        let isChangeDue: Bool
        let codeExpiry: Date?
        let needsSecondFactor: Bool
        let secret: [UInt8]?
        let lastStep: Int

        init(_ row: Row) throws {
            id = try row["user_id"]
            hashText = try row["password_hash"]
            hash = PasswordHash(hashText)
            isChangeDue = try row["password_change_due"]
            codeExpiry = try row["password_expires_at"]
            needsSecondFactor = try row["needs_second_factor"]
            secret = try row["totp_secret"]
            lastStep = try row["totp_last_step"]
        }

        /// A one-time code that was not used for too long is no password any more.
        var isCodeInTime: Bool { codeExpiry.map { $0 > Date() } ?? true }
    }

    /// Counts the try and looks the name up.
    private func begin(_ request: Request) async throws -> (Bool, Subject?)? {
        let results = try await segment([
            "select auth.begin_try('password', \(request.user), \(request.address)) as is_allowed",
            "select * from auth.sign_in_subject(\(request.user))",
        ])
        guard let row = results.first?.first else { return nil }
        return (try row["is_allowed"], try results[1].first.map { try Subject($0) })
    }

    private func verify(_ password: Password, of subject: Subject?, _ request: Request) async throws -> Bool {
        do {
            return try await hasher.verify(password, against: subject?.hash)
        } catch RegistryError.busy {
            try await forgive(request)
            throw RegistryError.busy
        }
    }

    private func refuse(_ subject: Subject?, _ request: Request, reason: String) async throws -> Outcome {
        _ = try await segment(["select auth.sign_in_failed(\(subject?.id), \(request.address), \(reason))"])
        return .refused
    }

    /// A try that only lacked something was no failure.
    private func forgive(_ request: Request, code: Bool = false) async throws {
        var statements: [SQL] = ["select auth.forgive_try('password', \(request.user), \(request.address))"]
        if code { statements.append("select auth.forgive_try('code', \(request.user), null)") }
        _ = try await segment(statements)
    }

    private func proceed(_ subject: Subject, _ password: Password, _ request: Request) async throws -> Outcome {
        var step: Int?
        if let sealed = subject.secret {
            guard let code = request.code else {
                try await forgive(request)
                return .codeRequired
            }
            let totp = try key.open(sealed, user: subject.id)
            switch try await check(code, totp, after: subject.lastStep, subject, request) {
            case .success(let found): step = found
            case .failure(let refusal): return refusal.outcome
            }
        }
        let newPassword = try await chosenPassword(subject, password, request)
        if subject.isChangeDue, newPassword == nil {
            try await forgive(request, code: step != nil)
            return .passwordChangeRequired
        }
        var enrolled: [UInt8]?
        if subject.secret == nil, subject.needsSecondFactor {
            let (sealed, totp) = try await offer(to: subject)
            guard let code = request.code else {
                try await forgive(request)
                return .totpEnrolmentRequired(totp)
            }
            switch try await check(code, totp, after: 0, subject, request) {
            case .success(let found): step = found
            case .failure(let refusal): return refusal.outcome
            }
            enrolled = sealed
        }
        return try await open(subject, password, newPassword, enrolled: enrolled, step: step, request)
    }

    private struct Refusal: Error {
        let outcome: Outcome
    }

    /// The step of a code that counts.
    ///
    /// Codes are limited per account, from wherever they come: whoever is here knows the password.
    private func check(
        _ code: String,
        _ totp: TOTP,
        after lastStep: Int,
        _ subject: Subject,
        _ request: Request
    ) async throws -> Result<Int, Refusal> {
        let results = try await segment(["select auth.begin_try('code', \(request.user), null) as is_allowed"])
        guard let row = results.first?.first, try row["is_allowed"] as Bool else {
            return .failure(Refusal(outcome: .tooManyTries))
        }
        guard let step = totp.step(of: code, at: now(), after: lastStep) else {
            return .failure(Refusal(outcome: try await refuse(subject, request, reason: "code")))
        }
        return .success(step)
    }

    private func chosenPassword(
        _ subject: Subject,
        _ password: Password,
        _ request: Request
    ) async throws -> Password? {
        guard let text = request.newPassword else { return nil }
        let refusal: FieldError?
        let chosen = Password(text)
        if let chosen, !chosen.isSame(as: password) {
            refusal = chosen.refusal(account: request.user)
        } else {
            refusal = FieldError(
                field: "new_password",
                rule: "password_new",
                message: "The new password must differ from the present one and have at most 1,024 bytes.",
                messageVi: "Mật khẩu mới phải khác mật khẩu hiện tại và không quá 1.024 byte."
            )
        }
        if let refusal {
            try await forgive(request, code: subject.secret != nil)
            throw RegistryError.invalid([refusal])
        }
        return chosen
    }

    /// The secret that waits for its first code: the one shown before, or a new one.
    private func offer(to subject: Subject) async throws -> (sealed: [UInt8], TOTP) {
        let fresh = try key.seal(.make(), user: subject.id)
        let results = try await segment(["select auth.offer_totp(\(subject.id), \(fresh)) as sealed"])
        guard let row = results.first?.first else { throw RegistryError.unavailable }
        let sealed: [UInt8] = try row["sealed"]
        return (sealed, try key.open(sealed, user: subject.id))
    }

    private func open(
        _ subject: Subject,
        _ password: Password,
        _ newPassword: Password?,
        enrolled: [UInt8]?,
        step: Int?,
        _ request: Request
    ) async throws -> Outcome {
        var statements: [SQL] = []
        if let newPassword {
            let hash = try await hasher.hash(newPassword).text
            statements.append(
                "select auth.set_password(\(subject.id), \(subject.hashText), \(hash), \(request.address))"
            )
        } else if let hash = subject.hash, hasher.isOutdated(hash) {
            let renewed = try await hasher.hash(password).text
            statements.append("select auth.rehash_password(\(subject.id), \(subject.hashText), \(renewed))")
        }
        if let enrolled {
            statements.append("select auth.enrol_totp(\(subject.id), \(enrolled), \(request.address))")
        }
        let token = SessionToken.make()
        statements.append(
            "select auth.open_session(\(subject.id), \(token.hash), \(step), \(request.address)) as expires"
        )
        do {
            let results = try await segment(statements)
            guard let row = results.last?.first else { throw RegistryError.unavailable }
            return .signedIn(token: token, expires: try row["expires"])
        } catch RegistryError.notSignedIn {
            // Disabled, changed or the code used meanwhile, by another sign-in at the same moment.
            return try await refuse(subject, request, reason: "meanwhile")
        }
    }

    private func segment(_ statements: [SQL]) async throws -> [Rows] {
        do {
            return try await client.segment(statements, access: .write)
        } catch {
            throw RegistryError(error)
        }
    }
}
