import CivilIdentity
import FoundationEssentials
package import Logging
package import Postgres

/// Imports a commune's spreadsheets into the register, and takes imports back (K1).
///
/// A file is read whole once before anything is written (``ImportFile``). Then a thousand rows after the other are divided
/// by book into two batches, which are staged by COPY and applied by one statement per table, both at once, each in one
/// transaction together with its row in `registry.import_batch`: that row is the fence by which a batch is done once,
/// however often and by however many runs it is tried. Meanwhile the next thousand are read. Everything happens behind
/// the officer's token, as `sogoc_import`, under row security.
package struct Importer: Sendable {
    let client: PostgresClient
    let token: SessionToken
    let logger: Logger

    /// How long an import waits for a database that has gone away.
    static let patience: Duration = .seconds(90)

    package init(client: PostgresClient, token: SessionToken, logger: Logger) {
        self.client = client
        self.token = token
        self.logger = logger
    }

    /// Connects as `sogoc_import` for the time of `body`.
    package static func connected<Value>(
        access: DatabaseAccess,
        token: SessionToken,
        logger: Logger,
        _ body: (Importer) async throws -> Value
    ) async throws -> Value {
        var configuration = try access.configuration(for: .importer, connections: Int(ImportBatch.lanes))
        configuration.waitTimeout = .seconds(5)
        configuration.leaseWarning = .seconds(600)
        // What is asked of the whole register at the end takes its time in a large district.
        configuration.settings["statement_timeout"] = "600s"
        return try await PostgresClient.withClient(configuration, logger: logger) { client in
            try await body(Importer(client: client, token: token, logger: logger))
        }
    }

    /// What the caller hears while an import runs.
    package struct Listener: Sendable {
        /// Rows that are behind us.
        package var progress: @Sendable (Int) -> Void
        /// Something about a cell, a row or the file, after the batch that it belongs to has been committed.
        package var issue: @Sendable (ImportIssue) throws -> Void

        package init(
            progress: @escaping @Sendable (Int) -> Void,
            issue: @escaping @Sendable (ImportIssue) throws -> Void
        ) {
            self.progress = progress
            self.issue = issue
        }
    }

    /// Imports a file.
    ///
    /// - Throws: ``ImportRefusal``, ``RegistryError``, or a ``PostgresError`` when the database stays away.
    package func run(_ file: ImportFile, _ options: ImportOptions, _ listener: Listener) async throws -> ImportReport {
        let directory = try await client.transaction { try await ImportDirectory($0, token: token) }
        if let commune = options.commune, !directory.communes.contains(code: commune) { throw RegistryError.notFound }
        for name in file.unknownColumns { try listener.issue(Self.ignoredColumn(name)) }
        let batches = try ImportBatches(file, directory: directory, onlyCommune: options.commune)
        let run = ImportRun(importer: self, file: file, options: options, user: directory.userID, batches: batches)
        return options.isDryRun ? try await run.rehearse(listener) : try await run.perform(listener)
    }

    private static func ignoredColumn(_ name: String) -> ImportIssue {
        ImportIssue(
            severity: .remark,
            row: 1,
            // A header may hold anything; a person's data do not belong there, but nobody knows.
            column: name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) } && name.utf8.count <= 40
                ? name : nil,
            code: "header.unknown-column",
            rule: "K1",
            message: "The import does not know this column; its cells are not imported.",
            messageVi: "Không có cột này trong mẫu nhập; các ô của cột không được nhập."
        )
    }
}
