/// A count of the coverage report with what it is called, in the report's order; one table for API, files and terminal.
package struct CoverageColumn: Sendable {
    /// The name in JSON and CSV.
    package let name: String
    /// What it counts, in full.
    package let en: String
    package let vi: String
    /// The head of a narrow column.
    package let shortEn: String
    package let shortVi: String
    package let count: any WritableKeyPath<CoverageRow, Int> & Sendable

    private init(
        _ name: String,
        _ en: String,
        _ vi: String,
        short: (vi: String, en: String),
        _ count: any WritableKeyPath<CoverageRow, Int> & Sendable
    ) {
        self.name = name
        self.en = en
        self.vi = vi
        shortEn = short.en
        shortVi = short.vi
        self.count = count
    }

    package static let all: [CoverageColumn] = [
        .init("residents", "Residents", "Nhân khẩu", short: ("Nhân khẩu", "Residents"), \.residents),
        .init("households", "Households", "Hộ", short: ("Hộ", "Households"), \.households),
        .init(
            "without_number",
            "Without a confirmed personal number",
            "Chưa có số định danh xác nhận",
            short: ("Chưa số", "No number"),
            \.withoutNumber
        ),
        .init(
            "without_paper",
            "Without any paper seen",
            "Không có giấy tờ nào",
            short: ("Không giấy", "No paper"),
            \.withoutPaper
        ),
        .init(
            "papers_not_asked",
            "Papers not asked",
            "Chưa hỏi giấy tờ",
            short: ("Chưa hỏi", "Not asked"),
            \.papersNotAsked
        ),
        .init(
            "birth_unknown",
            "No candidate year of birth",
            "Không rõ năm sinh",
            short: ("Không rõ NS", "Born ?"),
            \.birthUnknown
        ),
        .init(
            "birth_uncertain",
            "Several candidate years of birth",
            "Nhiều năm sinh có thể",
            short: ("Nhiều NS", "Born 2+"),
            \.birthUncertain
        ),
        .init("under_14", "Under 14 in every candidate year", "Dưới 14 tuổi", short: ("<14", "<14"), \.under14),
        .init(
            "under_14_unsure",
            "Under 14 or not: nobody can say",
            "Chưa rõ dưới 14 tuổi",
            short: ("<14 ?", "<14 ?"),
            \.under14Unsure
        ),
        .init(
            "four_peoples",
            "Mông, Dao, Tày, Nùng",
            "Mông, Dao, Tày, Nùng",
            short: ("4 dân tộc", "4 peoples"),
            \.fourPeoples
        ),
        .init(
            "ethnicity_unknown",
            "People not known",
            "Chưa rõ dân tộc",
            short: ("Chưa rõ DT", "People ?"),
            \.ethnicityUnknown
        ),
        .init("poor", "Poor households", "Hộ nghèo", short: ("Nghèo", "Poor"), \.poor),
        .init("near_poor", "Near-poor households", "Hộ cận nghèo", short: ("Cận nghèo", "Near-poor"), \.nearPoor),
        .init(
            "unassessed",
            "Households never assessed",
            "Hộ chưa rà soát",
            short: ("Chưa rà soát", "Unassessed"),
            \.unassessed
        ),
    ]
}
