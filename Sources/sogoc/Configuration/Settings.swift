import Configuration
import FoundationEssentials
import Registry

/// The settings of this installation: the environment first, then a file of `SOGOC_…=…` lines.
///
/// The file is the one that `SOGOC_CONFIG` names, else `sogoc.env` beside the folder of the executable (where `deploy/up`
/// leaves it), else `/etc/sogoc/sogoc.env`.
struct Settings: Sendable {
    private let reader: ConfigReader
    /// The file that was read, nil if there was none.
    let file: String?

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let named = environment["SOGOC_CONFIG"]
        let candidates = named.map { [$0] } ?? [Self.besideExecutable, "/etc/sogoc/sogoc.env"]
        file = candidates.first { FileManager.default.isReadableFile(atPath: $0) }
        if let named, file == nil {
            throw CommandFailure(
                .configuration,
                vi: "Không đọc được tệp cấu hình \(named).",
                en: "The settings file \(named) cannot be read."
            )
        }
        let fromFile = try file.map { try SettingsFile.parse(String(contentsOfFile: $0, encoding: .utf8)) } ?? [:]
        let secrets = SecretsSpecifier<String, String>.dynamic { name, _ in name.hasSuffix("_PASSWORD") }
        reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: secrets),
            EnvironmentVariablesProvider(environmentVariables: fromFile, secretsSpecifier: secrets),
        ])
    }

    private static var besideExecutable: String {
        executable.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sogoc.env").path
    }

    private static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

    /// The value of `SOGOC_<NAME>`, nil if it is unset or empty.
    ///
    /// - Parameter name: In lower case, words divided by dots: `database.url`.
    /// - Returns: The environment's value, else the file's.
    func value(_ name: String) -> String? {
        let value = reader.string(forKey: ConfigKey("sogoc." + name), isSecret: name.hasSuffix("password"))
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    // MARK: Database

    /// Where the database is and what each role's password is.
    ///
    /// - Throws: ``CommandFailure`` when no database is named.
    func databaseAccess() throws -> DatabaseAccess {
        guard let url = value("database.url") else {
            throw CommandFailure(
                .configuration,
                vi: "Chưa đặt SOGOC_DATABASE_URL; lệnh này chạy trên máy cài đặt sổ gốc.",
                en: "SOGOC_DATABASE_URL is not set; this command runs on the machine of the installation.",
                advice: "sogoc doctor"
            )
        }
        return DatabaseAccess(url: url) { role in try password(of: role) }
    }

    /// From `SOGOC_APP_PASSWORD_FILE`, `SOGOC_APP_PASSWORD`, systemd's credentials, or `SOGOC_SECRETS_DIR`; nil where the
    /// server knows the role by its socket's peer.
    func password(of role: DatabaseRole) throws -> String? {
        let name = role.rawValue.dropFirst("sogoc_".count).replacing("_", with: ".")
        if let file = value("\(name).password.file") { return try secret(file) }
        if let password = value("\(name).password") { return password }
        return try secretPath(role.rawValue).map { try secret($0) }
    }

    // MARK: Secrets

    /// The folder of the installation's secrets.
    var secretsFolder: String? { value("secrets.dir") }

    /// Where a secret of that name is, nil if nowhere.
    private func secretPath(_ name: String) -> String? {
        [ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], secretsFolder]
            .compactMap { $0 }.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private func secret(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(
                .configuration,
                vi: "Không đọc được tệp bí mật \(path); hãy dùng tài khoản sở hữu bản cài đặt.",
                en: "The secret in \(path) cannot be read; use the account that owns the installation."
            )
        }
        return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The key of the second factors; made if `isMaking` and there is none yet.
    ///
    /// - Throws: ``CommandFailure`` when there is none and none may be made.
    func secondFactorKey(isMaking: Bool = false) throws -> SecondFactorKey {
        if let path = value("totp.key.file") ?? secretPath(SecondFactorKey.fileName) {
            guard let key = SecondFactorKey(hexadecimal: try secret(path)) else {
                throw CommandFailure(
                    .configuration,
                    vi: "Khóa trong \(path) không đúng dạng (64 chữ số thập lục phân).",
                    en: "The key in \(path) is not 64 hexadecimal digits."
                )
            }
            return key
        }
        guard isMaking, let folder = secretsFolder else {
            throw CommandFailure(
                .configuration,
                vi: "Không có khóa của yếu tố xác thực thứ hai (\(SecondFactorKey.fileName)).",
                en: "The key of the second factors (\(SecondFactorKey.fileName)) is missing.",
                advice: "SOGOC_SECRETS_DIR=… sogoc user add …"
            )
        }
        do {
            // Two processes may start at once: whoever comes second reads the first one's key.
            try SecretFile.create("\(folder)/\(SecondFactorKey.fileName)", SecondFactorKey.makeHexadecimal() + "\n")
        } catch let failure as SecretFile.Failure where failure.isExisting {}
        return try secondFactorKey()
    }

    // MARK: Places

    /// The folder that holds `sql/`: `SOGOC_HOME`, else the nearest one above the executable.
    func home() throws -> String {
        if let home = value("home") { return home }
        var folder = Self.executable.deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("sql/migrations").path) {
                return folder.path
            }
            folder = folder.deletingLastPathComponent()
        }
        throw CommandFailure(
            .configuration,
            vi: "Không tìm thấy thư mục sql/; hãy đặt SOGOC_HOME.",
            en: "The folder sql/ is not found; set SOGOC_HOME."
        )
    }

    /// Where scans and letters are kept: `SOGOC_FILES_DIR`, else `files` in the folder of the installation; nil for nowhere.
    ///
    /// `SOGOC_FILES_LIMIT_KIB` is the longest scan, 10 MiB unless told.
    ///
    /// - Throws: ``CommandFailure`` for a limit that is none.
    func fileStore() throws -> FileStore? {
        guard let folder = value("files.dir") ?? value("state.dir").map({ $0 + "/files" }) else { return nil }
        guard let text = value("files.limit.kib") else { return FileStore(folder: folder) }
        guard let limit = Int(text), (1...(1 << 20)).contains(limit) else {
            throw CommandFailure(
                .configuration,
                vi: "SOGOC_FILES_LIMIT_KIB phải là số từ 1 đến 1048576.",
                en: "SOGOC_FILES_LIMIT_KIB is a number from 1 to 1048576."
            )
        }
        return FileStore(folder: folder, limit: limit << 10)
    }

    /// Where the service is, for commands that act as a user.
    var serviceURL: String { value("url") ?? "http://127.0.0.1:8080" }

    /// Where the service listens.
    var listen: String { value("listen") ?? "127.0.0.1:8080" }

    /// Where the service shows its metrics.
    var metricsListen: String { value("metrics.listen") ?? "127.0.0.1:9090" }
}
