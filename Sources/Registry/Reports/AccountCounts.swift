package import Postgres

/// How many accounts of one level in one commune stand in each state today: states are never added up (rule R3.5).
package struct AccountCounts: Sendable {
    package let code: String
    package let name: String
    package let level: Int16
    /// Every state, also those that nobody is in.
    package let states: [ElectronicIdentity.State: Int]
}

/// The accounts of an area by commune, level and state.
package struct AccountReport: Sendable {
    package let area: Area
    package let rows: [AccountCounts]
}

extension AccountCounts: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        code = try row["code"]
        name = try row["name"]
        level = try row["level"]
        var states: [ElectronicIdentity.State: Int] = [:]
        for state in ElectronicIdentity.State.allCases { states[state] = try row[state.rawValue] }
        self.states = states
    }
}

extension Reports {
    /// E-identity accounts as they stand, one row per commune within reach and level.
    package static func accounts(of area: Area) -> Query<AccountReport> {
        let counts = ElectronicIdentity.State.allCases.map { state -> SQL in
            "count(*) filter (where account.state = \(state.rawValue)) as \(identifier: state.rawValue)"
        }
        let statement: SQL = """
            select area.code, area.name, level.level::smallint as level, \(counts.joined(separator: ", "))
            from registry.book_area
            join registry.area on area.id = book_area.area_id
            cross join (values (1), (2)) as level (level)
            left join registry.e_identity as account
                on account.book_id = book_area.book_id and account.level = level.level
            where book_area.area_id in (select registry.areas_within(\(area.id), (select registry.today())))
              and book_area.valid_from <= (select registry.today()) and (select registry.today()) < book_area.valid_to
              and book_area.book_id = any ((select auth.view_books())::int[])
            group by area.code, area.name, level.level
            order by area.code, level.level
            """
        return Query(statement.named("reports.e-identities")) { rows in
            AccountReport(area: area, rows: try rows.decode(AccountCounts.self))
        }
    }
}
