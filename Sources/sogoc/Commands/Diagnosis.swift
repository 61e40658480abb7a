import FoundationEssentials
import Glibc
import Postgres
import Registry

/// What the doctor looks at, in the order in which one thing needs the other.
struct Diagnosis {
    /// One thing that was looked at.
    struct Finding: Encodable {
        enum State: String, Encodable {
            case fine
            /// Works, but somebody should look.
            case warning
            case wrong
            /// Could not be looked at because of something above.
            case unknown

            var mark: String {
                let paint = Paint.standardOutput
                return switch self {
                case .fine: paint.green("✓")
                case .warning: paint.yellow("!")
                case .wrong: paint.red("✗")
                case .unknown: "?"
                }
            }
        }

        let state: State
        let subject: String
        let sentence: Sentence
        var remedy: String?

        init(_ state: State, _ subject: String, vi: String, en: String, remedy: String? = nil) {
            self.state = state
            self.subject = subject
            sentence = Sentence(vi: vi, en: en)
            self.remedy = remedy
        }

        private enum CodingKeys: String, CodingKey {
            case state, subject, message, messageVi, remedy
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(state, forKey: .state)
            try container.encode(subject, forKey: .subject)
            try container.encode(sentence.en, forKey: .message)
            try container.encode(sentence.vi, forKey: .messageVi)
            try container.encodeIfPresent(remedy, forKey: .remedy)
        }
    }

    func findings() async -> [Finding] {
        let settings: Settings
        do {
            settings = try Settings()
        } catch {
            return [Self.failed("settings", error)]
        }
        var findings = [self.settings(settings), home(settings)]
        findings += secrets(settings)
        do {
            let access = try settings.databaseAccess()
            findings.append(await schema(settings, access))
            findings += await roles(access)
            findings.append(await administrators(access))
            findings.append(await FileDiagnosis(settings: settings, access: access).finding())
        } catch {
            findings.append(Self.failed("database", error, remedy: "deploy/up"))
        }
        findings.append(await service(settings))
        return findings
    }

    // MARK: Settings and secrets

    private func settings(_ settings: Settings) -> Finding {
        let names = [
            "database.url", "secrets.dir", "home", "state.dir", "files.dir", "files.limit.kib", "listen",
            "metrics.listen", "connections", "database.processors", "url", "jobs.alert",
        ]
        let set = names.filter { settings.value($0) != nil }
            .map { "SOGOC_" + $0.uppercased().replacing(".", with: "_") }
        let source = settings.file ?? "environment"
        return Finding(
            .fine,
            "settings",
            vi: "\(source): \(set.joined(separator: " "))",
            en: "\(source): \(set.joined(separator: " "))"
        )
    }

    private func home(_ settings: Settings) -> Finding {
        do {
            let home = try settings.home()
            let count = try Migration.all(in: "\(home)/sql/migrations").count
            return Finding(.fine, "sql", vi: "\(home)/sql, \(count) bước", en: "\(home)/sql, \(count) migrations")
        } catch {
            return Self.failed("sql", error, remedy: "export SOGOC_HOME=…")
        }
    }

    /// Secrets that others can read are no secrets; a missing key of second factors locks every administrator out.
    private func secrets(_ settings: Settings) -> [Finding] {
        var findings: [Finding] = []
        if let folder = settings.secretsFolder {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let open = files.filter { name in
                var status = stat()
                return stat("\(folder)/\(name)", &status) == 0 && status.st_mode & 0o077 != 0
            }
            findings.append(
                open.isEmpty
                    ? Finding(
                        .fine,
                        "secrets",
                        vi: "\(folder), \(files.count) tệp",
                        en: "\(folder), \(files.count) files"
                    )
                    : Finding(
                        .wrong,
                        "secrets",
                        vi: "Người khác đọc được: \(open.sorted().joined(separator: ", "))",
                        en: "Others can read: \(open.sorted().joined(separator: ", "))",
                        remedy: "chmod 600 \(folder)/*"
                    )
            )
        }
        do {
            _ = try settings.secondFactorKey()
            findings.append(Finding(.fine, SecondFactorKey.fileName, vi: "có", en: "present"))
        } catch {
            findings.append(
                Self.failed(SecondFactorKey.fileName, error, remedy: "sogoc user add NAME --name … --administrator")
            )
        }
        return findings
    }

    // MARK: Database

    private func schema(_ settings: Settings, _ access: DatabaseAccess) async -> Finding {
        do {
            let folder = try settings.home() + "/sql"
            let status = try await withClient(access, .migrator) { client in
                try await Migrator(client: client, folder: folder).status()
            }
            let missing = status.filter { !$0.isApplied }
            guard missing.isEmpty else {
                return Finding(
                    .wrong,
                    "schema",
                    vi: "Còn thiếu \(missing.count) bước",
                    en: "\(missing.count) migrations are missing",
                    remedy: "sogoc migrate up"
                )
            }
            return Finding(.fine, "schema", vi: "mới nhất", en: "up to date")
        } catch {
            return Self.failed("schema", error, remedy: "deploy/up")
        }
    }

    private func roles(_ access: DatabaseAccess) async -> [Finding] {
        var findings: [Finding] = []
        for role in [DatabaseRole.app, .signIn, .audit, .admin, .importer] {
            do {
                let version = try await withClient(access, role) { client in
                    try await client.rows("select current_setting('server_version') as version", access: .readOnly)
                        .first.map { try $0["version"] as String }
                }
                findings.append(
                    Finding(.fine, role.rawValue, vi: "PostgreSQL \(version ?? "")", en: "PostgreSQL \(version ?? "")")
                )
            } catch {
                findings.append(Self.failed(role.rawValue, error, remedy: "deploy/up"))
            }
        }
        return findings
    }

    /// With fewer than two nobody can confirm a wide reach, nor help the other.
    private func administrators(_ access: DatabaseAccess) async -> Finding {
        do {
            let count = try await InstallationOwner.connected(
                access: access,
                osUser: OSUser.current,
                logger: Connecting.silent
            ) { try await $0.administratorCount() }
            return count >= 2
                ? Finding(.fine, "administrators", vi: "\(count)", en: "\(count)")
                : Finding(
                    .wrong,
                    "administrators",
                    vi: "\(count); cần ít nhất hai người",
                    en: "\(count); at least two are needed",
                    remedy: "sogoc user add NAME --name … --administrator"
                )
        } catch {
            return Self.failed("administrators", error, remedy: "sogoc migrate up")
        }
    }

    private func withClient<Value>(
        _ access: DatabaseAccess,
        _ role: DatabaseRole,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        try await PostgresClient.withClient(
            try access.configuration(for: role, connections: 1),
            logger: Connecting.silent,
            body
        )
    }

    // MARK: Service

    private func service(_ settings: Settings) async -> Finding {
        do {
            let answer = try await ServiceClient(settings).send("GET", "/readyz")
            guard answer.status == 200 else {
                return Finding(
                    .wrong,
                    "service",
                    vi: "\(settings.serviceURL) chưa sẵn sàng (HTTP \(answer.status))",
                    en: "\(settings.serviceURL) is not ready (HTTP \(answer.status))",
                    remedy: "sogoc serve"
                )
            }
            return Finding(.fine, "service", vi: settings.serviceURL, en: settings.serviceURL)
        } catch {
            return Self.failed("service", error, remedy: "sogoc serve")
        }
    }

    private static func failed(_ subject: String, _ error: any Error, remedy: String? = nil) -> Finding {
        guard let failure = CommandFailure(error) else {
            return Finding(.wrong, subject, vi: "\(error)", en: "\(error)", remedy: remedy)
        }
        return Finding(
            .wrong,
            subject,
            vi: failure.sentence.vi,
            en: failure.sentence.en,
            remedy: remedy ?? failure.advice
        )
    }
}
