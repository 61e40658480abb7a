import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct HouseholdTests {
    @Test("A household is opened, gets a member, a poverty class, and loses the member again")
    func life() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        let viewer = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            let settlement = try await web.settlement("Buôn A", as: officer)
            let opened = try await web.post(
                "/api/v1/households",
                ["settlement": .string(settlement), "opened_on": "2021-03-01", "book_number": "HK-12"],
                as: officer
            )
            #expect(
                opened.status == 201 && opened.json["poverty_class"] == .null && opened.json["settlement"] == "Buôn A"
            )
            let id = try #require(opened.json["id"]?.string)
            let person = try await web.resident("Y Bhiên Niê", as: officer)
            let resident = try #require(person.json["id"]?.string)
            let member: JSONValue = [
                "resident": .string(resident), "relation": "01", "since": "2021-03-01", "declared": "chủ hộ",
            ]
            let uri = "/api/v1/households/\(id)"
            let joined = try await web.post(uri + "/members", member, as: officer)
            #expect(joined.status == 200)
            #expect(joined.json["members"]?.array?.first?["relation_vi"] == "Chủ hộ")
            let twice = try await web.post(uri + "/members", member, as: officer)
            #expect(twice.status == 409 && twice.problem == "conflict")

            let poor = try await web.post(
                uri + "/poverty",
                ["year": 2024, "class": "POOR", "decision": "125/QĐ-UBND", "since": "2025-01-01"],
                as: officer
            )
            #expect(poor.status == 200 && poor.json["poverty_class"] == "POOR" && poor.json["poverty_year"] == 2024)

            let list = try await web.get("/api/v1/households?settlement=\(settlement)", as: officer)
            #expect(list.json["items"]?.array?.map { $0["id"] } == [.string(id)])
            #expect(list.json["items"]?.array?.first?["head"] == "Y Bhiên Niê")
            let lived = try await web.get("/api/v1/settlements/\(settlement)/lived-here?on=2022-01-01", as: officer)
            #expect(lived.json["items"] == [.string(resident)])
            let before = try await web.get("/api/v1/settlements/\(settlement)/lived-here?on=2021-02-28", as: officer)
            #expect(before.json["items"] == [])

            // Foreign and missing alike; who sees may not edit.
            #expect(try await web.get(uri, as: stranger).status == 404)
            #expect(try await web.post(uri + "/members", member, as: stranger).status == 404)
            #expect(try await web.get(uri, as: viewer).status == 200)
            #expect(try await web.post(uri + "/members", member, as: viewer).status == 403)
            #expect(try await web.get("/api/v1/households?settlement=\(settlement)", as: stranger).json["items"] == [])

            let end = uri + "/members/\(resident)/end"
            let left = try await web.post(end, ["way": "moved", "on": "2024-05-01"], as: officer)
            #expect(left.status == 200 && left.json["members"]?.array?.first?["valid_to"] == "2024-05-01")
            let again = try await web.post(end, ["way": "moved", "on": "2024-06-01"], as: officer)
            #expect(again.status == 404)
        }
    }

    @Test("A cụm dân cư becomes a thôn and keeps its people (A7); residents are listed by given name, page by page")
    func settlementGrows() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let settlement = try await web.settlement("Cụm 9", as: officer)
            let names = ["Giàng A Páo", "Vàng Thị Ánh", "Lý Văn Đại", "Hoàng Văn An", "Sùng A Dơ"]
            for name in names {
                #expect(
                    try await web.resident(name, as: officer, ["settlement": .string(settlement), "relation": "01"])
                        .status == 201
                )
            }
            var seen: [String] = []
            var after = ""
            for _ in 0..<4 {
                let uri = "/api/v1/settlements/\(settlement)/residents?limit=2\(after)"
                let page = try await web.get(uri, as: officer)
                seen += page.json["items"]?.array?.compactMap { $0["name"]?.string } ?? []
                guard let next = page.json["next"]?.string else { break }
                after = "&after=\(next)"
            }
            // a before ă before â, d before đ: given names as Vietnamese alphabetises.
            #expect(seen == ["Hoàng Văn An", "Vàng Thị Ánh", "Sùng A Dơ", "Lý Văn Đại", "Giàng A Páo"])

            let status = "/api/v1/settlements/\(settlement)/status"
            let refused = try await web.post(
                status,
                ["kind": "cum_dan_cu", "name": "Cụm 9", "code": "01"],
                as: officer
            )
            #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == "code")
            let change: JSONValue = [
                "kind": "thon", "name": "Thôn 9", "code": "09", "since": "2023-01-01", "decision": "12/QĐ-UBND",
            ]
            #expect(try await web.post(status, change, as: officer).status == 200)
            let list = try await web.get("/api/v1/settlements?commune=\(Web.commune)", as: officer)
            let thon = try #require(list.json["items"]?.array?.first { $0["id"] == .string(settlement) })
            #expect(
                thon["kind"] == "thon" && thon["kind_vi"] == "thôn" && thon["residents"] == 5 && thon["households"] == 5
            )
            let then = try await web.get("/api/v1/settlements?commune=\(Web.commune)&on=2022-12-31", as: officer)
            let cluster = try #require(then.json["items"]?.array?.first { $0["id"] == .string(settlement) })
            #expect(cluster["kind"] == "cum_dan_cu" && cluster["name"] == "Cụm 9")
        }
    }
}
