import Glibc

/// Questions to whoever sits at the terminal, apart from standard input and output, which may be pipes.
enum Terminal {
    /// Whether somebody sits there; a script whose standard input comes from elsewhere is never kept waiting.
    static var isPresent: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks and reads a line; with `secretly` it is not shown.
    ///
    /// - Throws: ``CommandFailure`` where there is no terminal.
    static func ask(_ question: Sentence, secretly: Bool = false) throws -> String {
        let descriptor = isPresent ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1
        guard descriptor >= 0 else {
            throw CommandFailure(
                .usage,
                vi: "Không có màn hình để hỏi: \(question.vi)",
                en: "No terminal to ask for: \(question.en)",
                advice: "SOGOC_PASSWORD_FILE=… SOGOC_CODE=… sogoc login USER"
            )
        }
        defer { close(descriptor) }
        guard secretly else {
            Standard.write("\(question.text): ", to: descriptor)
            return line(from: descriptor)
        }
        var before = termios()
        tcgetattr(descriptor, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Silent first, asked then: whoever types at once is not seen.
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &before)
            Standard.write("\n", to: descriptor)
        }
        Standard.write("\(question.text): ", to: descriptor)
        return line(from: descriptor)
    }

    private static func line(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            // Nobody types that much; a pipe set in place of the terminal might.
            if bytes.count < 4096 { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
