import FoundationEssentials
import Glibc

/// The files of a generated district in a folder, in the format of the sheets that communes hand in.
///
/// Every record id begins with `demo-`, and a file says in words that nobody in the others exists.
package enum DemonstrationFolder {
    package static let persons = "persons.csv"
    package static let households = "households.csv"
    package static let poverty = "poverty.csv"
    package static let numbers = "numbers.csv"
    package static let settlements = "settlements.csv"
    package static let pairs = "truth_pairs.csv"
    package static let notice = "GENERATED.txt"

    private static let headers = [
        persons: """
        record_id,commune,village,household_id,rel_to_head,formal_name,common_name,sex,ethnicity,birth_precision,\
        birth_date,birth_year_min,birth_year_max,birth_zodiac,origin_province,origin_district,origin_commune,papers,\
        personal_no,phone,father_name,mother_name,spouse_name,arrival_year,registered_on
        """,
        households: "household_id,commune,village,head_record_id,book_no,members,phone",
        poverty: "household_id,commune,review_year,class,decision_no",
        numbers: "record_id,commune,personal_no,confirmed_on,rests_on",
        pairs: "record_id_a,record_id_b,scenario,communes",
    ]

    /// Writes a district; the same district writes the same bytes.
    ///
    /// - Parameters:
    ///   - district: From its beginning.
    ///   - folder: Made where it is not there.
    ///   - progress: Told the registrations written so far.
    /// - Returns: How many registrations there are.
    /// - Throws: ``DemonstrationFileError``.
    @discardableResult
    package static func write(
        _ district: DemonstrationDistrict,
        to folder: String,
        progress: (Int) -> Void = { _ in }
    ) throws -> Int {
        var district = district
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DemonstrationFileError(path: folder, code: errno)
        }
        let outputs = try headers.mapValues { header in header + "\n" }.reduce(into: [String: OutputFile]()) {
            outputs,
            entry in
            let file = try OutputFile("\(folder)/\(entry.key)")
            try file.write(Array(entry.value.utf8))
            outputs[entry.key] = file
        }
        try OutputFile("\(folder)/\(settlements)").write(Array(settlementRows(of: district.plan).utf8))
        try OutputFile("\(folder)/\(notice)").write(Array(noticeText(district).utf8))
        var rows = 0
        while let piece = district.next() {
            try outputs[persons]?.write(piece.persons)
            try outputs[households]?.write(piece.households)
            try outputs[poverty]?.write(piece.assessments.flatMap { Array($0.csv.utf8) })
            try outputs[numbers]?.write(piece.confirmations.flatMap { Array($0.csv.utf8) })
            try outputs[pairs]?.write(piece.pairs)
            rows += piece.rows
            progress(rows)
        }
        return rows
    }

    /// Kind and name of each settlement; only a cluster has no code, since it is no village yet (rule R0.1).
    private static func settlementRows(of plan: DemonstrationPlan) -> String {
        var text = "commune,village,kind,code\n"
        for part in plan.parts {
            for village in part.settlements {
                text += "\(part.written),\(village.name),\(village.kind),\(village.code ?? "")\n"
            }
        }
        return text
    }

    private static func noticeText(_ district: DemonstrationDistrict) -> String {
        """
        Dữ liệu do máy tạo ra để trình diễn: không ai trong các tệp này có thật.
        Generated for demonstration: nobody in these files exists.

        sogoc demo generate --seed \(district.seed) --size \(district.size)

        """
    }
}

/// A file that is written from its beginning; what stood in it is gone.
private final class OutputFile {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(DemonstrationFileError) {
        self.path = path
        descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DemonstrationFileError(path: path, code: errno) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(DemonstrationFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DemonstrationFileError(path: path, code: errno) }
            rest.removeFirst(count)
        }
    }
}

/// A file of the generated district could not be written.
package struct DemonstrationFileError: Error, Hashable {
    package let path: String
    /// The operating system's errno.
    package let code: Int32
}
