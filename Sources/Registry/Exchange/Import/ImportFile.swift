import Crypto
import Glibc

/// A CSV file of a commune, read twice: once to know that it is whole, then row by row.
///
/// The first pass holds a chunk at a time; it yields the digest that names the file, and the faults for which nothing of
/// it may be imported. `@unchecked Sendable`: the descriptor is read by one task at a time.
package final class ImportFile: @unchecked Sendable {
    let kind: ImportKind
    /// Where each column of the kind stands in a row; nil for one that the file lacks.
    let columns: ImportColumns
    package let sha256: [UInt8]
    /// Data rows, without header and blank rows.
    package let rowCount: Int
    /// Columns of the header that the import does not know, to be remarked upon.
    let unknownColumns: [String]

    private let descriptor: Int32
    private let status: stat

    /// Opens and checks a file.
    ///
    /// - Throws: ``ImportRefusal`` with everything that is wrong with the file as a whole.
    package init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ImportRefusal(.unreadable(String(cString: strerror(errno)))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ImportRefusal(.unreadable("not a regular file"))
        }
        self.status = status
        do {
            let survey = try Self.survey(descriptor)
            (kind, columns, unknownColumns) = (survey.header.kind, survey.header.columns, survey.header.unknown)
            (sha256, rowCount) = (survey.sha256, survey.rowCount)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private struct Survey {
        let header: ImportHeader
        let sha256: [UInt8]
        let rowCount: Int
    }

    private static func survey(_ descriptor: Int32) throws -> Survey {
        var digest = SHA256()
        let read = source(descriptor)
        do {
            var reader = try CSVReader { chunk in
                try read(&chunk)
                digest.update(data: chunk)
            }
            var record = CSVRecord()
            guard try reader.next(&record) else { throw ImportRefusal(.empty) }
            let header = try ImportHeader(record)
            var rows = 0
            while try reader.next(&record) { rows += 1 }
            return Survey(header: header, sha256: Array(digest.finalize()), rowCount: rows)
        } catch let fault as CSVFault {
            throw ImportRefusal(issues: [fault.issue])
        }
    }

    /// The rows from the beginning, behind the header.
    func rows() throws -> CSVReader {
        var reader = try CSVReader(source: Self.source(descriptor))
        var header = CSVRecord()
        _ = try reader.next(&header)
        return reader
    }

    /// Whether the file is still the one that was surveyed; an editor may have saved over it.
    var isUnchanged: Bool {
        var now = stat()
        return fstat(descriptor, &now) == 0 && now.st_size == status.st_size
            && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
    }

    /// Reads from the beginning in chunks, at an offset of its own.
    private static func source(_ descriptor: Int32) -> CSVReader.Source {
        var offset = 0
        return { chunk in
            let size = 262_144
            chunk.removeAll(keepingCapacity: true)
            chunk = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                var got = pread(descriptor, buffer.baseAddress, size, off_t(offset))
                while got < 0, errno == EINTR { got = pread(descriptor, buffer.baseAddress, size, off_t(offset)) }
                guard got >= 0 else { throw ImportRefusal(.unreadable(String(cString: strerror(errno)))) }
                count = got
            }
            offset += chunk.count
        }
    }
}

/// Why nothing of a file is imported.
package struct ImportRefusal: Error, Sendable {
    package let issues: [ImportIssue]

    init(issues: [ImportIssue]) {
        self.issues = issues
    }

    enum Reason {
        case unreadable(String)
        case empty
        case changed
    }

    init(_ reason: Reason) {
        let issue =
            switch reason {
            case .unreadable(let why):
                ImportIssue(
                    severity: .error,
                    code: "file.unreadable",
                    rule: "K1",
                    message: "The file cannot be read: \(why).",
                    messageVi: "Không đọc được tệp: \(why)."
                )
            case .empty:
                ImportIssue(
                    severity: .error,
                    code: "file.empty",
                    rule: "K1",
                    message: "The file is empty; its first row must name the columns.",
                    messageVi: "Tệp trống; dòng đầu phải ghi tên các cột."
                )
            case .changed:
                ImportIssue(
                    severity: .error,
                    code: "file.changed",
                    rule: "K1",
                    message: "The file was changed while it was being imported; start the import again.",
                    messageVi: "Tệp bị sửa trong khi đang nhập; hãy nhập lại."
                )
            }
        issues = [issue]
    }
}
