import Postgres

/// A table or B-tree index as it lies on the disk.
struct StoredRelation {
    enum Kind: String {
        case table
        /// Where a table keeps what is too long for its pages.
        case toast
        case index
    }

    let oid: Int
    let kind: Kind
    /// With its schema, quoted where it must be: `registry.resident_pkey`.
    let name: String
    /// The table that it is, belongs to or indexes.
    let table: String
    /// Whether that is one of PostgreSQL's own.
    let isCatalog: Bool
    let pages: Int
    /// Of the table that an index is compared with; 0 for a table.
    let tablePages: Int
    /// Whether the last verification found the table damaged.
    let isTableDamaged: Bool
}

extension StoredRelation: RowDecodable {
    /// The relations of a part, each table before its indexes.
    ///
    /// Left out: temporary tables, which only their session can read, and indexes that are not valid, of which
    /// `system/index-invalid` tells.
    static func select(_ part: DatabaseHealth.Part) -> SQL {
        let condition: SQL =
            switch part {
            case .everything: "true"
            case .ages: "false"
            case .catalogs: "listed.is_catalog"
            case .table(let name): "not listed.is_catalog and listed.of_table = \(name)"
            case .relation(let name): "listed.name = \(name)"
            }
        return """
            with heap as (
                select main.oid as of_table, main.oid as relation, 'table' as kind
                from pg_class as main where main.relkind in ('r', 'm') and main.relpersistence <> 't'
                union all
                select main.oid, main.reltoastrelid, 'toast'
                from pg_class as main
                where main.relkind in ('r', 'm') and main.relpersistence <> 't' and main.reltoastrelid <> 0
            ),
            piece as (
                select heap.of_table, heap.relation, heap.kind, null::oid as indexed from heap
                union all
                select heap.of_table, index.indexrelid, 'index', index.indrelid
                from heap join pg_index as index on index.indrelid = heap.relation
                where index.indisvalid and index.indisready and index.indislive
            ),
            listed as (
                select relation.oid, piece.kind, piece.indexed,
                       format('%I.%I', schema.nspname, relation.relname) as name,
                       format('%I.%I', main_schema.nspname, main.relname) as of_table,
                       main_schema.nspname in ('pg_catalog', 'information_schema') as is_catalog
                from piece
                join pg_class as relation on relation.oid = piece.relation
                join pg_am as method on method.oid = relation.relam and method.amname in ('heap', 'btree')
                join pg_namespace as schema on schema.oid = relation.relnamespace
                join pg_class as main on main.oid = piece.of_table
                join pg_namespace as main_schema on main_schema.oid = main.relnamespace
            )
            select listed.oid::bigint as oid, listed.kind, listed.name, listed.of_table, listed.is_catalog,
                   coalesce(pg_relation_size(listed.oid), 0) / current_setting('block_size')::bigint as pages,
                   coalesce(pg_relation_size(listed.indexed), 0) / current_setting('block_size')::bigint as table_pages,
                   exists (select from jobs.relation_fault as fault
                           where fault.of_table = listed.of_table and fault.kind = 'table') as is_table_damaged
            from listed
            where \(condition)
            order by listed.of_table, array_position(array['table', 'toast', 'index'], listed.kind), listed.name
            """
    }

    init(row: Row) throws(RowDecodingError) {
        oid = try row["oid"]
        kind = Kind(rawValue: try row["kind"]) ?? .table
        name = try row["name"]
        table = try row["of_table"]
        isCatalog = try row["is_catalog"]
        pages = try row["pages"]
        tablePages = try row["table_pages"]
        isTableDamaged = try row["is_table_damaged"]
    }
}
