/// Something odd but possible about a value, shown to the officer and kept with the import row.
///
/// Nothing is guessed silently: a value that raises a remark is taken as written. The texts never repeat a person's
/// name or number.
package struct Remark: Hashable, Sendable {
    /// Stable word for data and statistics, such as `birth.first-of-january`.
    package let code: String
    package let vi: String
    package let en: String

    package init(code: String, vi: String, en: String) {
        self.code = code
        self.vi = vi
        self.en = en
    }
}

/// Why a written value cannot be taken at all; names the rule and tells the clerk what to write instead.
package struct Refusal: Error, Hashable, Sendable {
    /// Stable word for data and statistics, such as `birth.no-such-day`.
    package let code: String
    /// Rule of `domain/DOMAIN.md`, such as `R9.8`.
    package let rule: String
    package let vi: String
    package let en: String

    package init(code: String, rule: String, vi: String, en: String) {
        self.code = code
        self.rule = rule
        self.vi = vi
        self.en = en
    }
}
