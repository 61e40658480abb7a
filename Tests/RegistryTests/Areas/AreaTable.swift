import Foundation
import Logging
import Registry
import RegistryTestSupport

/// A table of area changes, and the ways to apply it to a database of a test's own.
struct AreaTable {
    let text: String

    /// The table of 2025, with the units of the district's beginnings: what comes with the project's shared folder.
    static var reform: AreaTable {
        get throws {
            AreaTable(text: try String(contentsOfFile: reformPath, encoding: .utf8))
        }
    }
    static let reformPath = "\(Checkout.root)/../shared/domain/admin_unit_changes.csv"

    init(text: String) {
        self.text = text
    }

    /// Rows of six cells behind the header: day, kind, old code and name, new code and name.
    init(_ rows: String...) {
        text = "effective_date,kind,old_code,old_name,new_code,new_name\n" + rows.joined(separator: "\n") + "\n"
    }

    @discardableResult
    func apply(to database: TestDatabase, isDryRun: Bool = false) async throws -> AreaChangeReport {
        let path = NSTemporaryDirectory() + "sogoc-areas-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await AreaChanges.apply(
            AreaChangeTable(path: path),
            access: database.access,
            osUser: "tester",
            isDryRun: isDryRun,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// What a refused table is told, as "row column code rule"; nil where it is applied.
    func refusal(by database: TestDatabase) async throws -> [String]? {
        do {
            try await apply(to: database)
            return nil
        } catch let refusal as AreaChangeRefusal {
            return refusal.issues.map { issue in
                let row = issue.row.map(String.init) ?? "-"
                let isTold = !issue.message.isEmpty && !issue.messageVi.isEmpty && issue.message != issue.messageVi
                return isTold ? "\(row) \(issue.column ?? "-") \(issue.code) \(issue.rule)" : "says nothing"
            }
        }
    }
}

extension TestDatabase {
    /// A database of this test alone: areas are everybody's.
    static func alone(_ body: (TestDatabase) async throws -> Void) async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        do {
            try await body(database)
        } catch {
            try? await server.drop(database)
            throw error
        }
        try await server.drop(database)
    }

    /// The books that a user views, now or on a day.
    func books(viewedBy user: Int32, on day: String? = nil) async throws -> String {
        let moment = day.map { "'\($0)'::timestamp at time zone 'Asia/Ho_Chi_Minh'" } ?? "now()"
        return try await superuserSQL(
            """
            select string_agg(distinct book_id::text, ' ' order by book_id::text) from auth.scope
            where user_id = \(user) and reach = 'view' and book_id > 0 and valid_from <= \(moment) and \(moment) < valid_to
            """
        )
    }

    /// Everything about areas and books, to see whether anything has changed.
    func areas() async throws -> String {
        try await superuserSQL(
            """
            select md5((select string_agg(area::text, ';' order by id) from registry.area)
                || (select string_agg(book_area::text, ';' order by book_id, valid_from) from registry.book_area)
                || (select coalesce(string_agg(area_change::text, ';' order by id), '') from registry.area_change)
                || (select string_agg(book::text, ';' order by id) from registry.book)
                || (select coalesce(string_agg(scope::text, ';' order by scope::text), '') from auth.scope))
            """
        )
    }
}
