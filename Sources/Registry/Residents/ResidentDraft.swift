package import CivilIdentity
package import FoundationEssentials

/// What is said of a person who is registered for the first time in a book; nothing but one name is required.
package struct ResidentDraft: Sendable {
    package struct Name: Sendable {
        package var kind: NameKind
        package var name: PersonName
        /// Since and until when, as told; nil where nobody said.
        package var validFrom: String?
        package var validTo: String?

        package init(kind: NameKind, name: PersonName, validFrom: String? = nil, validTo: String? = nil) {
            self.kind = kind
            self.name = name
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    package enum Birth: Sendable {
        case stated(BirthSet)
        /// Asked, and this was the answer.
        case answered(StatedKind)
        case notAsked
    }

    package struct Origin: Sendable {
        package var answer: StatedKind
        package var written: String?
        package var province: String?
        package var district: String?
        package var commune: String?
        package var village: String?
        /// From which level on the place is a guess: "province known, commune unsure".
        package var unsureBelow: Area.Level?
        package var yearFrom: Int16?
        package var yearTo: Int16?

        package init(answer: StatedKind = .stated, province: String? = nil) {
            self.answer = answer
            self.province = province
        }
    }

    package struct Paper: Sendable {
        package var kind: PaperKind
        /// A claim, not yet the person's number.
        package var number: String?

        package init(kind: PaperKind, number: String? = nil) {
            self.kind = kind
            self.number = number
        }
    }

    package enum Papers: Sendable {
        case seen([Paper])
        case answered(StatedKind)
        case notAsked
    }

    package struct Kin: Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case father
            case mother
            case spouse
            case guardian
        }
        package var kind: Kind
        package var answer: StatedKind
        /// As told; nil where the answer is another than a statement, or only the resident is known.
        package var name: PersonName?
        /// The kin as a resident, of any book.
        package var resident: ResidentKey?

        package init(kind: Kind, answer: StatedKind = .stated, name: PersonName? = nil, resident: ResidentKey? = nil) {
            self.kind = kind
            self.answer = answer
            self.name = name
            self.resident = resident
        }
    }

    package enum Home: Sendable {
        /// A household that is in the book.
        case household(UUID)
        /// A new household in a settlement of the book.
        case new(settlement: UUID)
        /// In no household yet.
        case none
    }

    package enum Way: String, Sendable {
        case registered
        case birth
        case arrival
    }

    package var names: [Name]
    package var birth: Birth = .notAsked
    package var sex: Stated<Sex> = .notAsked
    package var ethnicity: Stated<EthnicWord> = .notAsked
    package var religion: Stated<String> = .notAsked
    package var phone: Stated<String> = .notAsked
    package var arrivalYear: Stated<Int16> = .notAsked
    package var origins: [Origin] = []
    package var papers: Papers = .notAsked
    package var kin: [Kin] = []
    package var home: Home = .none
    package var relation: RelationToHead = .other
    /// The relation as it was written; nil where the code says as much.
    package var relationDeclared: String?
    package var openedBy: Way = .registered
    package var speaker: Speaker

    package init(names: [Name], speaker: Speaker) {
        self.names = names
        self.speaker = speaker
    }
}

/// A person in a book.
package struct ResidentKey: Sendable, Hashable {
    package let book: Int32
    package let id: UUID

    package init(book: Int32, id: UUID) {
        self.book = book
        self.id = id
    }
}
