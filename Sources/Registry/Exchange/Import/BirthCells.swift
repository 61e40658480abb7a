import CivilIdentity

/// The five cells of a birth: the date in its precision, the precision's word, the years, the animal.
struct BirthCells {
    private let saidOn: CalendarDay
    private let basis: BirthBasis

    /// - Parameters:
    ///   - saidOn: The day from which an age or an animal is counted.
    ///   - papers: What the date may rest on.
    init(saidOn: CalendarDay, papers: [PaperKind]) {
        self.saidOn = saidOn
        let bases = papers.map(\.birthBasis)
        basis = bases.first { $0 == .birthCertificate } ?? bases.first { $0 == .document } ?? .declaration
    }

    func read(_ cells: inout ImportCells) -> Stated<BirthSet> {
        let text = cells.text(.birthDate, longest: 200)
        let animal = cells.text(.birthZodiac)
        let word = cells.text(.birthPrecision)
        let low = year(.birthYearMin, &cells)
        let high = year(.birthYearMax, &cells)
        var years: ClosedRange<Int>?
        if let low, let high {
            if low > high {
                cells.refuse(
                    .birthYearMax,
                    "birth.years-reversed",
                    rule: "R9.8",
                    vi: "Năm sinh muộn nhất trước năm sớm nhất.",
                    en: "The latest year lies before the earliest."
                )
                return .notAsked
            }
            years = low...high
        }
        if !word.isEmpty, Self.precisions[word] == nil {
            cells.refuse(
                .birthPrecision,
                "birth.precision-word",
                rule: "R9.8",
                vi: "Độ chính xác là full, month, year, estimated, zodiac hoặc unknown.",
                en: "The precision is full, month, year, estimated, zodiac or unknown."
            )
            return .notAsked
        }
        // An empty date of which the row says "unknown" was asked.
        let written = text.isEmpty ? (animal.isEmpty ? "" : "tuổi \(animal)") : text
        if written.isEmpty {
            return word == "unknown" ? .unknown : .notAsked
        }
        do throws(Refusal) {
            let date = try ImportDate.parse(written, saidOn: saidOn, basis: basis, within: years)
            for remark in date.remarks { cells.remark(.birthDate, remark, rule: "R9.8") }
            if let birth = date.birth.value { compare(birth, with: word, years, &cells) }
            return date.birth
        } catch {
            cells.refuse(.birthDate, error)
            return .notAsked
        }
    }

    private static let precisions: [String: BirthPrecision] = [
        "full": .day, "month": .month, "year": .year, "estimated": .range, "zodiac": .zodiac, "unknown": .unknown,
    ]

    private func year(_ column: ImportColumn, _ cells: inout ImportCells) -> Int? {
        let text = cells.text(column)
        if text.isEmpty { return nil }
        guard text.utf8.count == 4, let year = Int(text), year >= 1850 else {
            cells.refuse(
                column,
                "birth.no-year",
                rule: "R9.8",
                vi: "Năm sinh phải có bốn chữ số.",
                en: "A birth year has four digits."
            )
            return nil
        }
        return year
    }

    /// Remarks where the columns beside the date say otherwise; the date as written counts.
    private func compare(_ birth: BirthSet, with word: String, _ years: ClosedRange<Int>?, _ cells: inout ImportCells) {
        if let told = Self.precisions[word], told != birth.statement.precision {
            cells.remark(.birthPrecision, .birthPrecisionDiffers, rule: "R9.8")
        }
        if let years, !birth.candidateYears.contains(where: years.contains) {
            cells.remark(.birthYearMin, .birthYearsDiffer, rule: "R9.8")
        }
    }
}
