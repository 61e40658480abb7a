package import CivilIdentity
import Mustache

/// What the letter to a home town says: the least that lets somebody there look the person up (R8.9, B11).
///
/// No people, religion, poverty, telephone or number of the person's stands in it, nor a day of birth that nobody stated.
/// The label of a name says nothing either: "ritual name (Dao)" would tell her people.
package struct VerificationLetter: Sendable, Hashable {
    /// The request's number in the book's register.
    package var number: String
    package var date: CalendarDay
    /// The commune with what is above it, as called on the letter's day: "Xã Cư KBang", "Huyện Ea Súp", "Tỉnh Đắk Lắk".
    package var sender: [String]
    /// The unit that is asked with what is above it, in one line.
    package var addressee: String
    package var name: String
    package var nameKind: NameKind?
    /// As far as it was stated; nil where nobody knows.
    package var birth: BirthSet?
    package var sex: Sex?
    package var father: String?
    package var mother: String?
    /// The place that the person says to come from, in her words.
    package var claimedPlace: String
    package var claimedSince: Int?
    package var claimedUntil: Int?
    /// By when an answer is asked for.
    package var due: CalendarDay

    // MARK: As a page

    /// The letter in HTML, complete in itself; a draft is marked as one, so that nobody sends what was not issued.
    ///
    /// Throws when the template does not parse, which a test would have seen.
    package func html(isDraft: Bool = false) throws -> String {
        let template = try MustacheTemplate(
            string: String(decoding: PackageResources.verification_request_mustache, as: UTF8.self)
        )
        return template.render(Page(self, isDraft: isDraft))
    }

    /// What the template shows; values arrive formatted.
    private struct Page {
        let isDraft: Bool
        let number: String
        let isoDate: String
        let superior: String
        let sender: String
        let senderName: String
        let senderPlace: String
        let place: String
        let date: String
        let addressee: String
        let names: [Name]
        let birth: String
        let sex: String
        let father: String
        let mother: String
        let claimedPlace: String
        let claimedYears: String
        let questions: [String]
        let dueDate: String
        let signerTitle: String

        struct Name {
            let kind: String
            let name: String
        }

        init(_ letter: VerificationLetter, isDraft: Bool) {
            self.isDraft = isDraft
            number = letter.number
            isoDate = letter.date.iso
            let units = letter.sender.map { Self.lowered($0) }
            let commune = units.first ?? ""
            superior = units.count > 1 ? "Công an \(units[1])".uppercased() : ""
            sender = "Công an \(commune)".uppercased()
            senderName = "Công an \(commune)"
            senderPlace = units.joined(separator: ", ")
            place = Self.withoutType(letter.sender.first ?? "")
            date = Self.written(letter.date)
            let asked = letter.addressee.split(separator: ", ").map { Self.lowered($0) }
            addressee = "Công an " + asked.joined(separator: ", ")
            names = [Name(kind: Self.label(letter.nameKind), name: letter.name)]
            birth = letter.birth.map(Self.stated) ?? "không rõ"
            sex = letter.sex.map { $0.vi.lowercased() } ?? "không rõ"
            father = letter.father ?? "không rõ"
            mother = letter.mother ?? "không rõ"
            claimedPlace = letter.claimedPlace
            claimedYears =
                switch (letter.claimedSince, letter.claimedUntil) {
                case (let since?, let until?): since == until ? "năm \(since)" : "từ năm \(since) đến năm \(until)"
                case (let since?, nil): "từ năm \(since)"
                case (nil, let until?): "đến năm \(until)"
                case (nil, nil): "không rõ"
                }
            questions = Self.questions
            dueDate = Self.written(letter.due)
            signerTitle = "Trưởng công an \(Self.type(of: commune))".uppercased()
        }

        private static let questions = [
            """
            Hiện nay hoặc trước đây tại địa bàn có người nào như trên hay không; nếu có nhưng khác về họ tên, năm sinh, \
            cha mẹ thì khác ở điểm nào.
            """,
            """
            Người này đã được đăng ký khai sinh, đăng ký thường trú hoặc đã được cấp số định danh cá nhân hay chưa; nếu có, \
            đề nghị ghi rõ số, quyển, năm đăng ký.
            """,
            "Nếu địa bàn đã sáp nhập, đổi tên hoặc không phải nơi quản lý, đề nghị cho biết cơ quan cần hỏi tiếp.",
        ]

        private static func label(_ kind: NameKind?) -> String {
            switch kind {
            case .birth: "Họ, chữ đệm và tên khai sinh"
            case .common: "Tên thường gọi"
            default: "Tên gọi khác"
            }
        }

        /// Days, months and years that were stated; the words themselves only where they are no date: "tuổi Thân".
        private static func stated(_ birth: BirthSet) -> String {
            let words = birth.statement.written
            let isSpoken =
                birth.statement.calendar == .lunar || [.zodiac, .age, .event].contains(birth.statement.basis)
            return isSpoken && words != birth.vi ? "\(birth.vi); lời khai: “\(words)”" : birth.vi
        }

        /// "ngày 08 tháng 01 năm 2024": days and January and February with two figures (Decree 30/2020, annex I).
        private static func written(_ day: CalendarDay) -> String {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
            return "ngày \(two(day.day)) tháng \(day.month < 3 ? two(day.month) : String(day.month)) năm \(day.year)"
        }

        /// "Xã Cư KBang" within a sentence.
        private static func lowered(_ unit: some StringProtocol) -> String {
            unit.prefix(1).lowercased() + unit.dropFirst()
        }

        private static let types = ["thị trấn", "thành phố", "thị xã", "xã", "phường"]

        private static func type(of unit: String) -> String {
            types.first { unit.lowercased().hasPrefix($0 + " ") } ?? ""
        }

        private static func withoutType(_ unit: String) -> String {
            let type = type(of: unit)
            return type.isEmpty ? unit : String(unit.dropFirst(type.count + 1))
        }
    }
}
