import CivilIdentity

/// Somebody who lives in the demonstration district, as she is; what the communes wrote down of her is another matter.
struct DemonstrationPerson {
    /// Where someone comes from: indices into the vocabulary.
    struct Origin {
        let province: Int
        let district: Int
        let commune: Int
    }

    enum Paper {
        case identity
        case householdBook
        case none
    }

    let people: Int
    let sex: Sex
    let name: DemonstrationName
    let birth: CalendarDay
    var relation: String
    var origin: Origin
    /// The year in which the family came, nil for those who say they were always here.
    var arrival: Int?
    var paper: Paper
    /// Twelve digits, which stand on her paper if she has one.
    let number: String
    var phone: String
    let nickname: String?
    let adultName: String?
    var father: DemonstrationName?
    var mother: DemonstrationName?
    var spouse: DemonstrationName?

    var isChild: Bool { birth.year > DemonstrationFamilies.lastYear - 14 }
}

/// A household as it is: the head first.
struct DemonstrationFamily {
    let people: Int
    var members: [DemonstrationPerson]
    var phone: String
}
