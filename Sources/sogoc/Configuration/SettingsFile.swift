/// A file of `NAME=VALUE` lines as systemd's `EnvironmentFile=` reads them: comments with # or ;, values also quoted.
enum SettingsFile {
    static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimming()
            guard let first = line.first, first != "#", first != ";", let equals = line.firstIndex(of: "=") else {
                continue
            }
            let name = line[..<equals].trimming()
            values[String(name)] = unquoted(line[line.index(after: equals)...].trimming())
        }
        return values
    }

    private static func unquoted(_ value: Substring) -> String {
        guard value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote else {
            return String(value)
        }
        return String(value.dropFirst().dropLast())
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate func trimming() -> Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
