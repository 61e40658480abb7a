import ArgumentParser
import FoundationEssentials
import Glibc

/// `--json`, on every command that prints something.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// Prints the value as JSON, or what `text` makes for people.
    func print(_ value: some Encodable, text: () -> String) throws {
        Standard.output(json ? try JSONOutput.text(of: value) : text())
    }
}

/// JSON as every command prints it: keys in snake_case, times in ISO 8601 with the zone of the register.
enum JSONOutput {
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Moment.iso(date))
        }
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Standard output and standard error.
enum Standard {
    /// Writes a line of results.
    static func output(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line for whoever waits, beside the results.
    static func error(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes all of it, unless the reader has gone: a closed pipe is its choice.
    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count == 0 || errno != EINTR && errno != EAGAIN {
                return
            }
        }
    }
}
