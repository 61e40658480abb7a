/// How often what happens in a people's records: shares between 0 and 1, from `sql/demo/rates.csv`.
struct DemonstrationRates: Sendable {
    let identityPaper, identityPaperChild, householdBook, villageLetterBesides, villageLetterAlone: Double
    let formalNameWithNumber, formalNameWithoutNumber, commonNameWithNumber, commonNameWithoutNumber: Double
    let commonNameTheSame, middleDropped, nickname, adultName, husbandsClan: Double
    let fullDayWithNumber, fullDay, yearOnly, monthOnly, estimated, animal: Double
    let firstOfJanuary, firstOfJanuaryChild: Double
    let phone, phoneChild: Double
    let parentToldChild, parentTold, spouseTold: Double
    let originCommune, originDistrict, originProvince, arrivalTold: Double
    let copiedHousehold, aloneAsWell, guestAsWell, atParentsAsWell: Double
    let womanAsHead, married, parentsInHouse, lastChild, slowFamily, sameClanMarriage: Double

    /// One for each class of peoples, by the name of its column.
    static func read(_ table: CodeTable) throws -> [String: DemonstrationRates] {
        var rates: [String: DemonstrationRates] = [:]
        for column in table.columns where column != "name" {
            rates[column] = try DemonstrationRates(DemonstrationShares(table, column: column))
        }
        return rates
    }

    private init(_ share: DemonstrationShares) throws {
        identityPaper = try share["identity_paper"]
        identityPaperChild = try share["identity_paper_child"]
        householdBook = try share["household_book"]
        villageLetterBesides = try share["village_letter_besides"]
        villageLetterAlone = try share["village_letter_alone"]
        formalNameWithNumber = try share["formal_name_with_number"]
        formalNameWithoutNumber = try share["formal_name_without_number"]
        commonNameWithNumber = try share["common_name_with_number"]
        commonNameWithoutNumber = try share["common_name_without_number"]
        commonNameTheSame = try share["common_name_the_same"]
        middleDropped = try share["middle_dropped"]
        nickname = try share["nickname"]
        adultName = try share["adult_name"]
        husbandsClan = try share["husbands_clan"]
        fullDayWithNumber = try share["full_day_with_number"]
        fullDay = try share["full_day"]
        yearOnly = try share["year_only"]
        monthOnly = try share["month_only"]
        estimated = try share["estimated"]
        animal = try share["animal"]
        firstOfJanuary = try share["first_of_january"]
        firstOfJanuaryChild = try share["first_of_january_child"]
        phone = try share["phone"]
        phoneChild = try share["phone_child"]
        parentToldChild = try share["parent_told_child"]
        parentTold = try share["parent_told"]
        spouseTold = try share["spouse_told"]
        originCommune = try share["origin_commune"]
        originDistrict = try share["origin_district"]
        originProvince = try share["origin_province"]
        arrivalTold = try share["arrival_told"]
        copiedHousehold = try share["copied_household"]
        aloneAsWell = try share["registered_alone_as_well"]
        guestAsWell = try share["registered_as_guest_as_well"]
        atParentsAsWell = try share["wife_at_her_parents_as_well"]
        womanAsHead = try share["woman_as_head"]
        married = try share["married"]
        parentsInHouse = try share["parents_in_house"]
        lastChild = try share["last_child"]
        slowFamily = try share["slow_family"]
        sameClanMarriage = try share["same_clan_marriage"]
    }
}

/// How people type: shares between 0 and 1, from `sql/demo/typing.csv`.
struct DemonstrationTyping: Sendable {
    let capitals, noDiacritics, decomposed, newTonePlacement, twoSpaces, spaceAfter: Double
    let toneSlip, toneSlipCommon, spellingSlip, spellingSlipCommon, clanVariant, lettersSlip: Double
    let dayAndMonthSwapped, wrongDay, yearOffByOne, otherYear: Double
    let digitsTransposed, digitWrong, relativesNumber, sexWrong: Double
    let phoneDigitsWrong, householdPhone, phoneOfHousehold: Double

    init(_ table: CodeTable) throws {
        let share = try DemonstrationShares(table, column: "share")
        capitals = try share["capitals"]
        noDiacritics = try share["no_diacritics"]
        decomposed = try share["decomposed"]
        newTonePlacement = try share["new_tone_placement"]
        twoSpaces = try share["two_spaces"]
        spaceAfter = try share["space_after"]
        toneSlip = try share["tone_slip"]
        toneSlipCommon = try share["tone_slip_common"]
        spellingSlip = try share["spelling_slip"]
        spellingSlipCommon = try share["spelling_slip_common"]
        clanVariant = try share["clan_variant"]
        lettersSlip = try share["letters_slip"]
        dayAndMonthSwapped = try share["day_and_month_swapped"]
        wrongDay = try share["wrong_day"]
        yearOffByOne = try share["year_off_by_one"]
        otherYear = try share["other_year"]
        digitsTransposed = try share["digits_transposed"]
        digitWrong = try share["digit_wrong"]
        relativesNumber = try share["relatives_number"]
        sexWrong = try share["sex_wrong"]
        phoneDigitsWrong = try share["phone_digits_wrong"]
        householdPhone = try share["household_phone"]
        phoneOfHousehold = try share["phone_of_household"]
    }
}

/// A column of shares by name.
struct DemonstrationShares {
    private let shares: [String: Double]

    init(_ table: CodeTable, column: String) throws {
        var shares: [String: Double] = [:]
        for row in table.records() { shares[try row.text("name")] = try row.share(column) }
        self.shares = shares
    }

    subscript(name: String) -> Double {
        get throws {
            guard let share = shares[name] else { throw CodeTableError.missing(column: name) }
            return share
        }
    }
}
