import Foundation
import HTTPTypes
import Logging
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

/// The service after the district level is gone.
///
/// A suite of its own: areas are everybody's.
@Suite(.registryDatabase, .serialized) struct AreaReportTests {
    @Test("A8 over HTTP the report as then has ten communes and as now five, and registering goes on in the own book")
    func reform() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: "24226")
        let neighbour = try await database.officer(of: "24217")
        let district = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            #expect(try await web.resident("Páo", as: officer, commune: "24226").status == 201)
            try await database.superuserSQL("update registry.resident_version set believed_from = '2024-09-17'")
            let table = try AreaChangeTable(path: "\(Checkout.root)/../shared/domain/admin_unit_changes.csv")
            let report = try await AreaChanges.apply(
                table,
                access: database.access,
                osUser: "tester",
                isDryRun: false,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            #expect(report.grants.count == 3)

            let uri = "/api/v1/reports/coverage?area=646&as_of=2025-06-30"
            let then = try await web.get(uri, as: district)
            let now = try await web.get(uri + "&as_now=true", as: district)
            #expect(then.json["communes"]?.array?.count == 10 && now.json["communes"]?.array?.count == 5)
            #expect(then.json["total"] == now.json["total"] && now.json["total"]?["residents"] == 1)
            #expect(now.json["area"]?["valid_to"] == "2025-07-01")
            #expect(now.json["communes"]?.array?.contains { $0["name"] == "Xã Ea Rốk" && $0["residents"] == 1 } == true)
            #expect(try await web.get("/api/v1/reports/coverage?area=999", as: district).status == 422)
            // A day before there was such a unit.
            let early = "/api/v1/reports/coverage?area=24226&as_of=1990-01-01"
            #expect(try await web.get(early, as: district).status == 422)

            // By the old code as by the new one each writes into the book that is open to him.
            for (who, commune, book) in [(officer, "24226", 8), (officer, "24217", 8), (neighbour, "24217", 4)] {
                let answer = try await web.resident("Người mới", as: who, commune: commune)
                let id = try #require(answer.json["id"]?.string, "\(commune)")
                let stands = try await database.superuserSQL("select book_id from registry.resident where id = '\(id)'")
                #expect(answer.status == 201 && stands == "\(book)", "\(commune)")
            }
            let area = try await web.get("/api/v1/areas/24217", as: officer)
            #expect(area.json["parent"] == "66" && area.json["name"] == "Xã Ea Rốk")
        }
    }
}
