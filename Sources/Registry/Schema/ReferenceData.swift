import CivilIdentity
import Crypto
import FoundationEssentials
import Postgres

/// The code tables, areas and books that an installation starts with, from `sql/reference`.
///
/// Loading again changes nothing that is there: areas that have merged since and parameters that the district has set stay.
struct ReferenceData {
    let folder: String

    func load(with client: PostgresClient) async throws {
        let areas = try AreaRows(CodeTable(file: "\(folder)/area.csv"))
        let names = try table("name_kind")
        let papers = try table("paper_kind")
        let groups = try table("ethnic_group")
        let relations = try table("relation")
        let parameters = try table("parameter")
        let holidays = try table("holiday")
        let books = try table("book")
        let evidence = try EvidenceKindRows(table("evidence_kind"))
        let procedures = try CaseCodeRows(steps: table("case_step"), outcomes: table("reply_outcome"))
        let ranks = try names.values("display_rank").map { Int16($0 ?? "") }
        let ids = try books.values("id").map { Int32($0 ?? "") }
        let statements: [SQL] = [
            """
            insert into registry.ethnic_group (code, name_vi)
            select * from unnest(\(try groups.values("code")), \(try groups.values("name_vi")))
            on conflict (code) do nothing
            """,
            """
            insert into registry.name_kind (code, name_vi, name_en, display_rank)
            select * from unnest(\(try names.values("code")), \(try names.values("name_vi")),
                \(try names.values("name_en")), \(ranks))
            on conflict (code) do nothing
            """,
            """
            insert into registry.relation (code, name_vi)
            select * from unnest(\(try relations.values("code")), \(try relations.values("name_vi")))
            on conflict (code) do nothing
            """,
            """
            insert into registry.paper_kind (code, name_vi, name_en)
            select * from unnest(\(try papers.values("code")), \(try papers.values("name_vi")), \(try papers.values("name_en")))
            on conflict (code) do nothing
            """,
            """
            insert into registry.parameter (key, value, unit, used_by, note)
            select key, value::numeric, unit, used_by, note
            from unnest(\(try parameters.values("key")), \(try parameters.values("value")), \(try parameters.values("unit")),
                \(try parameters.values("used_by")), \(try parameters.values("note")))
                as given (key, value, unit, used_by, note)
            on conflict (key) do nothing
            """,
            """
            insert into registry.holiday (day, name_vi, kind)
            select day::date, name_vi, kind
            from unnest(\(try holidays.values("day")), \(try holidays.values("name_vi")), \(try holidays.values("kind")))
                as given (day, name_vi, kind)
            on conflict (day) do nothing
            """,
            procedures.steps,
            procedures.outcomes,
            evidence.insert,
            areas.insert(level: "province"),
            areas.insert(level: "district"),
            areas.insert(level: "commune"),
            """
            insert into registry.book (id, opened_on)
            select id, opened_on::date
            from unnest(\(ids), \(try books.values("opened_on"))) as given (id, opened_on)
            on conflict (id) do nothing
            """,
            """
            insert into registry.book_area (book_id, area_id)
            select given.id, area.id
            from unnest(\(ids), \(try books.values("area_code"))) as given (id, code)
            join (
                select distinct on (known.code) known.id, known.code
                from registry.area as known where known.level = 'commune' order by known.code, known.valid_from
            ) as area on area.code = given.code
            where not exists (select from registry.book_area as known where known.book_id = given.id)
            """,
        ]
        _ = try await client.segment(statements, access: .write, deadline: .seconds(60))
    }

    private func table(_ name: String) throws -> CodeTable {
        try CodeTable(file: "\(folder)/\(name).csv")
    }
}

/// What an identity case may do, and what a place may answer.
private struct CaseCodeRows {
    let steps: SQL
    let outcomes: SQL

    init(steps table: CodeTable, outcomes answers: CodeTable) throws {
        let days = try table.values("working_days").map { $0.flatMap { Int32($0) } }
        let fourEyes = try table.values("four_eyes").map { $0 == "yes" }
        steps = """
            insert into registry.case_step (from_state, step, to_state, role, four_eyes, working_days, rule, title_vi, title_en,
                requires_vi, requires_en)
            select * from unnest(\(try table.values("from_state")), \(try table.values("step")), \(try table.values("to_state")),
                \(try table.values("role")), \(fourEyes), \(days), \(try table.values("rule")),
                \(try table.values("title_vi")), \(try table.values("title_en")), \(try table.values("requires_vi")),
                \(try table.values("requires_en")))
            on conflict on constraint case_step_once do nothing
            """
        outcomes = """
            insert into registry.reply_outcome (code, text_vi, text_en, closes_case, next_vi, next_en)
            select * from unnest(\(try answers.values("code")), \(try answers.values("text_vi")),
                \(try answers.values("text_en")), \(try answers.values("closes_case").map { $0 == "yes" }),
                \(try answers.values("next_vi")), \(try answers.values("next_en")))
            on conflict (code) do nothing
            """
    }
}

/// The kinds of evidence, each with the parameter that weighs it.
private struct EvidenceKindRows {
    let insert: SQL

    init(_ table: CodeTable) throws {
        let limits = try table.values("counted_at_most").map { Int16($0 ?? "") }
        let papers = try table.values("is_paper").map { $0 == "yes" }
        insert = """
            insert into registry.evidence_kind (code, name_vi, name_en, parameter, counted_at_most, is_paper)
            select * from unnest(\(try table.values("code")), \(try table.values("name_vi")), \(try table.values("name_en")),
                \(try table.values("parameter")), \(limits), \(papers))
            on conflict (code) do nothing
            """
    }
}

/// The areas of the snapshot with what the table derives from them.
private struct AreaRows {
    let levels: [String?]
    let codes: [String?]
    let parents: [String?]
    let names: [String?]
    let keys: [String]
    let kinds: [String?]
    let urban: [Bool]

    init(_ table: CodeTable) throws {
        levels = try table.values("level")
        codes = try table.values("code")
        parents = try table.values("parent_code")
        names = try table.values("name")
        keys = names.map { AreaName($0 ?? "")?.key ?? "" }
        kinds = try table.values("kind")
        urban = kinds.map { ["thi-tran", "phuong", "quan", "thi-xa", "thanh-pho"].contains($0) }
    }

    /// Inserts one level; its parents, of the level above, must be there.
    func insert(level: String) -> SQL {
        let above = level == "commune" ? "district" : level == "district" ? "province" : ""
        return """
            insert into registry.area (level, code, name, name_key, kind, urban, parent_id)
            select given.level, given.code, given.name, given.name_key, given.kind, given.urban, parent.id
            from unnest(\(levels), \(codes), \(parents), \(names), \(keys), \(kinds), \(urban))
                as given (level, code, parent, name, name_key, kind, urban)
            left join (
                select distinct on (known.level, known.code) known.id, known.level, known.code
                from registry.area as known order by known.level, known.code, known.valid_from
            ) as parent on parent.level = \(above) and parent.code = given.parent
            where given.level = \(level)
              and not exists (
                  select from registry.area as known where known.level = given.level and known.code = given.code)
            """
    }
}
