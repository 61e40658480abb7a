import Foundation
import RegistryTestSupport
import Testing

/// What `deploy/` gives to cron, systemd and logrotate, tried with the tools themselves.
@Suite(.registryDatabase) struct DeployUnitsTests {
    private static let analyze = "/usr/bin/systemd-analyze"
    private static let cron = "/usr/sbin/cron"

    /// A folder for the time of `body`.
    private func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = "/tmp/sogoc-units-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// A file of `deploy/` with the program where this build has put it.
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(Checkout.root)/deploy/\(path)", encoding: .utf8)
            .replacing("/usr/bin/sogoc", with: SogocBinary.path)
    }

    @Test(
        "systemd finds nothing wrong with the units, and little that the service could do to the machine",
        .enabled(if: FileManager.default.isExecutableFile(atPath: analyze))
    )
    func units() async throws {
        try await withFolder { folder in
            let names = ["sogoc-jobs.service", "sogoc-jobs.timer"]
            for name in names {
                try Data(text("systemd/\(name)").utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
            func analyzed(_ arguments: [String]) async throws -> ChildProcess.Result {
                try await ChildProcess(Self.analyze, arguments, environment: ["PATH": "/usr/bin:/bin"]).result()
            }
            let verified = try await analyzed(["verify"] + names.map { "\(folder)/\($0)" })
            #expect(verified.status == 0 && verified.stderr.isEmpty, "\(verified.stderr)")
            // Tenths: 2.0 of 10, where 10 is a service without any of it.
            let exposed = try await analyzed([
                "security", "--offline=true", "--threshold=20", "\(folder)/sogoc-jobs.service",
            ])
            #expect(exposed.status == 0, "\(exposed.stdout.suffix(300))")
        }
    }

    @Test(
        "Debian's cron runs the night by the entry of deploy/cron, and mails its summary",
        .enabled(if: getuid() == 0 && FileManager.default.isExecutableFile(atPath: cron))
    )
    func crontab() async throws {
        let database = TestDatabase.current
        try await withFolder { folder in
            let settings = database.environment.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
            try Data((settings + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/sogoc.env"))
            // The entry as it is, but every minute, as root, with the settings of the test.
            let entry = try text("cron/sogoc").replacing("*/5 * * * * sogoc ", with: "* * * * * root ")
            #expect(entry.contains("* * * * * root \(SogocBinary.path) jobs run --due\n"))
            try Data("SOGOC_CONFIG=\(folder)/sogoc.env\n\(entry)".utf8).write(
                to: URL(fileURLWithPath: "\(folder)/entry")
            )
            // In a mount namespace of its own, where this entry is the only one and mail ends in a file.
            let daemon = try ChildProcess(
                "/usr/bin/unshare",
                [
                    "--mount", "--pid", "--fork", "--kill-child", "/bin/bash", "-euc",
                    """
                    mkdir \(folder)/sbin \(folder)/cron.d \(folder)/spool \(folder)/spool/crontabs \(folder)/run
                    cp \(Self.cron) \(folder)/sbin/cron
                    printf '#!/bin/sh\\ncat >>\(folder)/mail\\n' >\(folder)/sbin/sendmail
                    chmod 755 \(folder)/sbin/sendmail
                    cp \(folder)/entry \(folder)/cron.d/sogoc
                    chmod 644 \(folder)/cron.d/sogoc
                    mount --bind \(folder)/sbin /usr/sbin
                    mount --bind \(folder)/cron.d /etc/cron.d
                    mount --bind \(folder)/spool /var/spool/cron
                    mount --bind \(folder)/run /run
                    if [[ -e /etc/crontab ]]; then mount --bind /dev/null /etc/crontab; fi
                    exec /usr/sbin/cron -f
                    """,
                ],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                input: .lifeline
            )
            let end = ContinuousClock.now + .seconds(180)
            var mail = ""
            while !mail.contains("statistics-snapshot"), daemon.status == nil, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(200))
                mail = (try? String(contentsOfFile: "\(folder)/mail", encoding: .utf8)) ?? ""
            }
            daemon.signal(SIGKILL)
            let result = await daemon.result(within: .seconds(10))
            #expect(mail.contains("statistics-snapshot") && mail.contains("clean-up"), "\(mail) \(result.stderr)")
            #expect(
                try await database.superuserSQL(
                    "select string_agg(job || ' ' || state, ', ' order by job) from jobs.run where job in ('clean-up', 'statistics-snapshot')"
                ) == "clean-up done, statistics-snapshot done"
            )
        }
    }
}
