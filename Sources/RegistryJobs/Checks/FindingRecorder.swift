import Postgres

/// Hands what a check saw to the database, which compares it with the findings that are known.
struct FindingRecorder {
    let check: Check
    let run: Int

    /// The statements of one transaction; the last one answers `opened`, `reopened`, `healed`, `carried`, `overtaken`.
    func statements(_ reading: CheckReading) -> [SQL] {
        let header = check.header
        let rows = reading.rows
        return [
            """
            select finding.note_check(\(run), \(check.name), \(check.hash), \(header.title), \(header.titleVi),
                \(header.severity.rawValue), \(header.why), \(header.whyVi), \(header.remedy), \(header.remedyVi),
                \(header.slice.rawValue))
            """,
            """
            select opened, reopened, healed, carried, overtaken
            from finding.record(\(run), \(check.name), \(header.severity.rawValue), \(reading.complete), \(reading.asOf),
                \(rows.map(\.book)), \(rows.map(\.subject)), \(rows.map(\.subjectID)), \(rows.map(\.key)),
                \(rows.map(\.facts)), \(rows.map(\.shown)))
            """,
        ]
    }
}
