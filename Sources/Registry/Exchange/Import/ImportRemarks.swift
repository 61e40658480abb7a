import CivilIdentity

/// What an import finds odd but possible, beyond what CivilIdentity finds in a value by itself.
extension Remark {
    static let noRegistrationDay = Remark(
        code: "registered.not-said",
        vi: "Không ghi ngày đăng ký; lấy ngày nhập.",
        en: "The day of registration is not said; taken as the day of the import."
    )
    static let beforeBookOpened = Remark(
        code: "registered.before-book",
        vi: "Ngày đăng ký trước ngày mở sổ của xã.",
        en: "Registered before the commune's book was opened."
    )
    static let villageKindNotSaid = Remark(
        code: "village.kind-not-said",
        vi: "Không ghi thôn, buôn, tổ dân phố hay cụm; ghi là cụm dân cư.",
        en: "Not said whether thôn, buôn, tổ dân phố or cụm; taken as a cluster without status."
    )
    static let villageWithoutHousehold = Remark(
        code: "village.without-household",
        vi: "Có thôn nhưng không có hộ: sổ gốc ghi thôn theo hộ, nên thôn chưa được ghi.",
        en: "A village without a household: the register keeps the place with the household, so it is not recorded."
    )
    static let villageOfHouseholdDiffers = Remark(
        code: "village.household-elsewhere",
        vi: "Hộ đã được ghi ở thôn khác; giữ thôn đã ghi.",
        en: "The household is recorded in another village; the recorded one stays."
    )
    static let relationMissing = Remark(
        code: "relation.not-said",
        vi: "Không ghi quan hệ với chủ hộ; ghi là “Khác”.",
        en: "The relation to the head is not said; taken as “other”."
    )
    static let relationUnknown = Remark(
        code: "relation.unknown-word",
        vi: "Không nhận ra từ chỉ quan hệ; ghi là “Khác” và giữ nguyên từ.",
        en: "The word for the relation is unknown; taken as “other”, and the word is kept."
    )
    static let secondHead = Remark(
        code: "household.second-head",
        vi: "Hộ đã có chủ hộ; người này được ghi với quan hệ “Khác”.",
        en: "The household has a head; this person is recorded with the relation “other”."
    )
    static let noHead = Remark(
        code: "household.no-head",
        vi: "Hộ không có chủ hộ.",
        en: "The household has no head."
    )
    static let headDiffers = Remark(
        code: "household.other-head",
        vi: "Chủ hộ ghi trong tệp hộ khác với sổ.",
        en: "The households file names another head than the register."
    )
    static let membersDiffer = Remark(
        code: "household.members-differ",
        vi: "Số người ghi trong tệp hộ khác với sổ.",
        en: "The households file counts other members than the register."
    )
    static let householdToldOtherwise = Remark(
        code: "household.told-otherwise",
        vi: "Sổ đã ghi số sổ hoặc điện thoại khác; giữ điều đã ghi.",
        en: "The register holds another book number or phone; what is recorded stays."
    )
    static let paperUnknown = Remark(
        code: "paper.unknown-word",
        vi: "Không nhận ra loại giấy tờ; ghi là “giấy tờ khác”.",
        en: "The word for the paper is unknown; taken as “other paper”."
    )
    static let numberWithoutPaper = Remark(
        code: "number.without-paper",
        vi: "Có số định danh nhưng không có giấy tờ mang số; ghi theo “giấy tờ khác”.",
        en: "A personal number without a paper that carries one; kept with “other paper”."
    )
    static let arrivalToCome = Remark(
        code: "arrival.after-registration",
        vi: "Năm đến sau ngày đăng ký.",
        en: "The year of arrival lies after the day of registration."
    )
    static let arrivalBeforeBirth = Remark(
        code: "arrival.before-birth",
        vi: "Năm đến trước năm sinh.",
        en: "The year of arrival lies before the birth."
    )
    static let originUnknown = Remark(
        code: "origin.not-recognised",
        vi: "Không nhận ra nơi này trong danh mục; giữ nguyên chữ.",
        en: "The place is not in the list of areas; kept as text."
    )
    static let birthPrecisionDiffers = Remark(
        code: "birth.precision-differs",
        vi: "Độ chính xác ghi trong tệp khác với ngày sinh đã viết; theo ngày sinh.",
        en: "The file names another precision than the date has; the date counts."
    )
    static let birthYearsDiffer = Remark(
        code: "birth.years-differ",
        vi: "Năm sinh sớm nhất, muộn nhất mâu thuẫn với ngày sinh; theo ngày sinh.",
        en: "The earliest and latest years contradict the date; the date counts."
    )
}
