extension CheckHeader {
    /// The header that the lines say, nil where they lack something; what is wrong is noted.
    init?(_ lines: CheckHeaderLines, _ faults: inout CheckFaults) {
        func text(_ key: String) -> String? { lines.entries[key].flatMap { $0.value.isEmpty ? nil : $0.value } }
        func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ faults: inout CheckFaults) -> Value?
        where Value.RawValue == String {
            guard let written = text(key) else { return nil }
            if let value = Value(rawValue: written) { return value }
            let line = lines.entries[key]?.line ?? 1
            faults.note(.value, line: line, key: key, .oneOf(Value.allCases.map(\.rawValue)))
            return nil
        }

        let severity: Severity? = choice("severity", &faults)
        let slice: Slice? = choice("slice", &faults)
        let clock: YesNo? = choice("clock", &faults)
        let guards: Guards? = choice("guards", &faults)
        var budget = Budget()
        if let written = text("budget") {
            if let read = Budget(reading: written) {
                budget = read
            } else {
                faults.note(.value, line: lines.entries["budget"]?.line ?? 1, key: "budget", .budget)
            }
        }
        for key in ["title", "title_vi"] {
            if let title = text(key), title.count > 120 {
                faults.note(.value, line: lines.entries[key]?.line ?? 1, key: key, .titleLength)
            }
        }
        for key in ["title", "why", "remedy"] {
            if let english = text(key), let vietnamese = lines.entries[key + "_vi"], vietnamese.value == english {
                faults.note(.twoLanguages, line: vietnamese.line, key: key + "_vi", .twoLanguages)
            }
        }
        guard let title = text("title"), let titleVi = text("title_vi"), let severity, let why = text("why"),
            let whyVi = text("why_vi"), let remedy = text("remedy"), let remedyVi = text("remedy_vi"), let slice,
            let clock
        else { return nil }
        self.init(
            title: title,
            titleVi: titleVi,
            severity: severity,
            why: why,
            whyVi: whyVi,
            remedy: remedy,
            remedyVi: remedyVi,
            slice: slice,
            usesClock: clock == .yes,
            guardsConstraint: guards != nil,
            budget: budget,
            affects: text("affects")
        )
    }

    private enum YesNo: String, CaseIterable {
        case yes
        case no
    }

    private enum Guards: String, CaseIterable {
        case constraint
    }
}

extension CheckHeader.Budget {
    /// Reads "5 s, 10000 rows"; either part may stand alone, and keeps its default where it is missing.
    init?(reading text: String) {
        self.init()
        var (hasTime, hasRows) = (false, false)
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = part.trimmed
            let digits = trimmed.prefix { ("0"..."9").contains($0) }
            guard let number = Int(digits), number > 0 else { return nil }
            switch trimmed.dropFirst(digits.count).trimmed {
            case "s" where !hasTime && number <= 600: (time, hasTime) = (.seconds(number), true)
            case "ms" where !hasTime && number <= 600_000: (time, hasTime) = (.milliseconds(number), true)
            case "rows" where !hasRows && number <= 200_000: (rows, hasRows) = (number, true)
            default: return nil
            }
        }
    }
}
