import ArgumentParser
import FoundationEssentials
import Registry

extension DemoCommand {
    /// Loads a district and makes users who can sign in at once.
    ///
    /// The users' file holds their final passwords and second factors, not one-time codes: whoever tries the installation
    /// wants to sign in, and nothing in the register is anybody's.
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load a district into an empty register, with two administrators and a user of each role.",
            discussion: """
                Safe to repeat: a district that is loaded is left alone, one that was cut short is loaded to its end.
                Refuses a register that holds anybody else.

                Example: sogoc demo load --size 5000
                """
        )
        @OptionGroup var options: Options
        @Option(
            help: "Where the users are written, with passwords and second factors; mode 0600. Default: demo-users.json."
        )
        var usersFile: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try Settings()
            let path = usersFile ?? settings.value("state.dir").map { "\($0)/demo-users.json" } ?? "demo-users.json"
            let access = try settings.databaseAccess()
            let loader = DemonstrationLoader(access: access, osUser: OSUser.current, logger: Connecting.silent)
            let bars = StepBars()
            let answer: DemonstrationLoader.Answer
            do {
                answer = try await loader.load(options.district(), progress: bars.update)
                bars.finish()
            } catch {
                bars.finish()
                throw error
            }
            // Without the file nobody could get in; where it is, its passwords stay.
            let hasUsers = answer.wasThere && FileManager.default.fileExists(atPath: path)
            if !hasUsers { try await writeUsers(to: path, settings) }
            try output.print(Result(answer, path)) { Self.sentence(answer, path).text }
        }

        private func writeUsers(to path: String, _ settings: Settings) async throws {
            let key = try settings.secondFactorKey(isMaking: true)
            let access = try settings.databaseAccess()
            let users = try await Registry.withRegistry(access: access, connections: 2, logger: Connecting.silent) {
                registry in
                try await Connecting.asOwner { owner in
                    let users = DemonstrationUsers(registry: registry, owner: owner, key: key, osUser: OSUser.current)
                    do {
                        return try await users.make(province: "66", district: "646", communes: ["24226", "24217"])
                    } catch RegistryError.notAllowed {
                        throw CommandFailure(
                            .notAllowed,
                            vi: "Bản cài đặt này đã có quản trị viên riêng; không tạo người dùng trình diễn.",
                            en: "This installation has administrators of its own; demonstration users are not made."
                        )
                    }
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
            let text = String(decoding: try encoder.encode(users.map(UserLine.init)), as: UTF8.self) + "\n"
            try SecretFile.replace(path, with: text)
        }

        private static func sentence(_ answer: DemonstrationLoader.Answer, _ path: String) -> Sentence {
            let size = ProgressBar.grouped(answer.size)
            return answer.wasThere
                ? Sentence(
                    vi:
                        "Dữ liệu trình diễn đã có (hạt giống \(answer.seed), \(size) lượt đăng ký). Người dùng: \(path)",
                    en:
                        "The demonstration district is loaded (seed \(answer.seed), \(size) registrations). Users: \(path)"
                )
                : Sentence(
                    vi:
                        "Đã nạp dữ liệu trình diễn (hạt giống \(answer.seed), \(size) lượt đăng ký). Người dùng: \(path)",
                    en: "Loaded the demonstration district (seed \(answer.seed), \(size) registrations). Users: \(path)"
                )
        }
    }
}

extension DemoCommand.Load {
    /// A user as the file holds it.
    private struct UserLine: Encodable {
        let user, name, role, area, password: String
        let totpSecret: String?
        let otpauth: String?

        init(_ user: DemonstrationUsers.User) {
            self.user = user.user
            name = user.name
            role = user.role
            area = user.area
            password = user.password
            totpSecret = user.totpSecret
            otpauth = user.totpSecret.flatMap { TOTP(base32: $0)?.uri(account: user.user) }
        }

        private enum CodingKeys: String, CodingKey {
            case user, name, role, area, password, otpauth
            case totpSecret = "totp_secret"
        }
    }

    private struct Result: Encodable {
        let seed: UInt64
        let registrations: Int
        let rejected: Int
        let wasThere: Bool
        let users: String

        init(_ answer: DemonstrationLoader.Answer, _ path: String) {
            seed = answer.seed
            registrations = answer.size
            rejected = answer.rejected
            wasThere = answer.wasThere
            users = path
        }
    }

    /// One bar for each step, the earlier ones wiped.
    private struct StepBars: Sendable {
        private let bars: [DemonstrationLoader.Step: ProgressBar]

        init() {
            let labels: [(DemonstrationLoader.Step, Sentence)] = [
                (.generating, Sentence(vi: "Tạo dữ liệu", en: "Generating")),
                (.persons, Sentence(vi: "Nhập người", en: "Persons")),
                (.households, Sentence(vi: "Nhập hộ", en: "Households")),
                (.decisions, Sentence(vi: "Quyết định", en: "Decisions")),
                (.papers, Sentence(vi: "Thẻ, hồ sơ", en: "Papers")),
            ]
            bars = Dictionary(uniqueKeysWithValues: labels.map { ($0.0, ProgressBar($0.1.text, total: nil)) })
        }

        @Sendable func update(_ step: DemonstrationLoader.Step, _ done: Int, _ total: Int?) {
            bars[step]?.update(done, total: total)
            if done == total { bars[step]?.finish() }
        }

        func finish() {
            for bar in bars.values { bar.finish() }
        }
    }
}
