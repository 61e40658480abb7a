/// The jobs this program knows: the one place where a new one is named.
package enum JobCatalogue {
    /// - Parameter home: The folder that holds `sql/`.
    /// - Returns: In the order in which jobs due at the same slot are begun.
    package static func jobs(home: String) -> [any Job] {
        [
            PaperPeriods(), CleanUp(), StatisticsSnapshot(), OverdueCases(), DatabaseHealth(home: home),
            CheckJob(home: home),
        ]
    }
}
