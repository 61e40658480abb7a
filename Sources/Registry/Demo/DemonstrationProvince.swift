/// A province with the districts and communes that are named as places of origin.
struct DemonstrationProvince: Sendable {
    struct District: Sendable {
        let name: String
        let communes: [String]
    }

    let code: String
    let name: String
    let districts: [District]

    static func read(_ area: CodeTable, codes: [String]) throws -> [DemonstrationProvince] {
        var districtNames: [String: [(code: String, name: String)]] = [:]
        var communeNames: [String: [String]] = [:]
        var provinceNames: [String: String] = [:]
        for row in area.records() {
            let name = AreaWord.bare(try row.text("name"))
            let code = try row.text("code")
            switch try row.text("level") {
            case "province": provinceNames[code] = name
            case "district": districtNames[try row.text("parent_code"), default: []].append((code, name))
            // A ward with a number for a name says nothing about a home town.
            case _ where name.utf8.allSatisfy { $0 < 48 || $0 > 57 }:
                communeNames[try row.text("parent_code"), default: []].append(name)
            default: continue
            }
        }
        return try codes.map { code in
            let districts = (districtNames[code] ?? []).map {
                District(name: $0.name, communes: communeNames[$0.code] ?? [])
            }
            .filter { !$0.communes.isEmpty }
            guard let name = provinceNames[code], !districts.isEmpty else { throw CodeTableError.missing(column: code) }
            return DemonstrationProvince(code: code, name: name, districts: districts)
        }
    }
}

enum AreaWord {
    private static let kinds = [
        "Thành phố ", "Tỉnh ", "Thị xã ", "Thị trấn ", "Huyện ", "Quận ", "Phường ", "Xã ",
    ]

    /// The name without the word for its kind, as people say where they come from.
    static func bare(_ name: String) -> String {
        kinds.first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) } ?? name
    }
}
