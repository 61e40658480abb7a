import CivilIdentity
import Foundation
import Registry
import RegistryTestSupport
import Testing

/// The table of 2025 and what follows from it.
///
/// Each test has a database of its own: areas are everybody's.
@Suite struct AreaChangeTests {
    /// The last day of the district, and the first without it.
    private static let eve = day("2025-06-30")
    private static let dawn = "2025-07-01"

    @Test("B3 a place that was merged away is asked where it went to, and one that goes on is asked itself")
    func successors() async throws {
        try await TestDatabase.alone { database in
            _ = try await AreaTable.reform.apply(to: database)
            let answer = try await database.superuserSQL(
                """
                select string_agg(format('%s %s %s', told.code, told.day, coalesce(later.code || ' ' || later.name, '-')),
                                  ', ' order by told.n)
                from (values (1, '24226', date '2025-06-30'), (2, '24226', '2025-07-01'), (3, '24217', '2025-07-01'),
                             (4, '24214', '2025-07-01')) as told (n, code, day)
                join registry.area as place
                    on place.level = 'commune' and place.code = told.code and place.valid_to = '2025-07-01'
                left join registry.area as later on later.id = cases.successor(place.id, told.day)
                """
            )
            #expect(
                answer == "24226 2025-06-30 24226 Xã Cư KBang, 24226 2025-07-01 24217 Xã Ea Rốk, "
                    + "24217 2025-07-01 24217 Xã Ea Rốk, 24214 2025-07-01 24214 Xã Ia Lốp"
            )
        }
    }

    @Test(
        """
        A8 one command applies a table of area changes; the same report runs as then (10 communes) and as now (5) with equal \
        totals; numbers issued before keep their meaning
        """
    )
    func reform() async throws {
        try await TestDatabase.alone { database in
            let district = try await database.officer("district_officer", of: "646")
            try await database.withRegistry { registry in
                for (book, commune, people) in [
                    (Int32(8), "24226", 3), (4, "24217", 2), (2, "24214", 1), (10, "24232", 2),
                ] {
                    let officer = try await database.officer(of: commune)
                    for number in 1...people {
                        try await registry.register(
                            .named("Giàng A \(number == 1 ? "Páo" : "Dơ")"),
                            in: book,
                            as: officer
                        )
                    }
                }
                // Believed since before the reform, as an import would say it.
                try await database.superuserSQL("update registry.resident_version set believed_from = '2024-09-17'")
                let untouched = try await database.areas()
                let rehearsed = try await AreaTable.reform.apply(to: database, isDryRun: true)
                #expect(rehearsed.isDryRun && rehearsed.changes.count > 40)
                #expect(try await database.areas() == untouched)

                let applied = try await AreaTable.reform.apply(to: database)
                #expect(applied.changes.map(\.newName) == rehearsed.changes.map(\.newName))
                #expect(applied.grants.map(\.grant) == rehearsed.grants.map(\.grant))
                let books = Dictionary(
                    applied.changes.filter { !$0.books.isEmpty }.map { ("\($0.oldCode) \($0.newCode ?? "")", $0.books) }
                ) { first, _ in first }
                #expect(books["24226 24217"] == [8] && books["24217 24217"] == [4] && books["24221 24221"] == [6])
                #expect(books.count == 10)

                let then = try await registry.coverage(of: "646", on: Self.eve, asNow: false, as: district)
                let now = try await registry.coverage(of: "646", on: Self.eve, asNow: true, as: district)
                #expect(then.communes.count == 10 && now.communes.count == 5)
                #expect(then.total == now.total && then.total.residents == 8)
                #expect(
                    now.communes.map { "\($0.code) \($0.name) \($0.residents)" } == [
                        "24211 Xã Ea Súp 2", "24214 Xã Ia Lốp 1", "24217 Xã Ea Rốk 5", "24221 Xã Ia Rvê 0",
                        "24229 Xã Ea Bung 0",
                    ]
                )
                // The commune that came out of the merger, and the one of that code before.
                let merged = try await registry.coverage(of: "24217", on: nil, asNow: true, as: district)
                #expect(merged.total.residents == 5)
                let before = try await registry.coverage(of: "24217", on: Self.eve, asNow: false, as: district)
                #expect(before.total.residents == 2)
                // The district goes by its code also today, and the province holds the same.
                let today = try await registry.coverage(of: "646", on: nil, asNow: false, as: district)
                let province = try await registry.coverage(of: "66", on: nil, asNow: false, as: district)
                #expect(today.communes.count == 5 && today.total == province.total && today.total.residents == 8)
            }

            // R1.10: whose the first digits are, the register and the rule say alike, before and after.
            for (date, isReformed) in [("2025-06-30", false), ("2025-07-01", true)] {
                let known = try await database.superuserSQL(
                    """
                    select code, name from registry.area
                    where level = 'province' and valid_from <= '\(date)' and '\(date)' < valid_to order by code
                    """
                )
                let provinces = known.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
                #expect(provinces.count == (isReformed ? 34 : 63))
                // Huế took its shorter name half a year before, which the table leaves out.
                for line in provinces where line[0] != "46" {
                    let number = try #require(PersonalNumber("0\(line[0])085000001"))
                    let name = try #require(number.province(setUpOn: day(date))?.name)
                    #expect(AreaName(name) == AreaName(line[1]), "\(line[0]) on \(date)")
                }
            }
            // Everything that is goes on below something that is.
            let orphans = try await database.superuserSQL(
                """
                select count(*) from registry.area as unit join registry.area as parent on parent.id = unit.parent_id
                where unit.valid_to = 'infinity'
                  and not exists (select from registry.area as above where above.unit_id = parent.unit_id and above.valid_to = 'infinity')
                """
            )
            #expect(orphans == "0")
            let haGiang = try await database.superuserSQL(
                """
                select string_agg(parent.code || ' ' || unit.valid_to, ', ' order by unit.valid_from)
                from registry.area as unit join registry.area as parent on parent.id = unit.parent_id where unit.code = '024'
                """
            )
            #expect(haGiang == "02 2025-07-01, 08 infinity")
        }
    }

    @Test("A8 a grant keeps the books that its area had on its last day; whoever may see a new commune is granted it")
    func grants() async throws {
        try await TestDatabase.alone { database in
            let here = try await database.officer(of: "24226")
            let keeper = try await database.officer("commune_supervisor", of: "24217")
            let unchanged = try await database.officer(of: "24214")
            let district = try await database.officer("district_officer", of: "646")
            let administrator = try await database.officer("administrator", of: "646")
            let province = try await database.officer("district_officer", of: "66")
            let everybody = [here, keeper, unchanged, district, administrator, province]
            let all = "1 10 2 3 4 5 6 7 8 9"

            let report = try await AreaTable.reform.apply(to: database)
            #expect(try await database.books(viewedBy: here.userID) == "8")
            #expect(try await database.books(viewedBy: keeper.userID) == "4")
            #expect(try await database.books(viewedBy: unchanged.userID) == "2")
            #expect(try await database.books(viewedBy: district.userID) == all)
            #expect(try await database.books(viewedBy: province.userID) == all)
            // Before the day as well as after it.
            #expect(try await database.books(viewedBy: district.userID, on: "2027-01-01") == all)
            // A masked hit still comes from the whole of what was the district.
            let searched = try await database.superuserSQL(
                """
                select count(distinct book_id) from auth.scope
                where user_id = \(here.userID) and reach = 'search' and now() < valid_to
                """
            )
            #expect(searched == "10")

            // The report names every one of these grants, and what it becomes.
            let users = try await database.superuserSQL(
                "select string_agg(name, ' ' order by id) from auth.\"user\" where id in (\(everybody.map { "\($0.userID)" }.joined(separator: ",")))"
            ).split(separator: " ").map(String.init)
            var told: [String: String] = [:]
            for grant in report.grants {
                told[grant.user] =
                    "\(grant.role) \(grant.areaCode) \(grant.becomes.rawValue) \(grant.successorCode ?? "-") "
                    + "\(grant.booksBefore.count) \(grant.booksAfter.count)"
            }
            #expect(
                users.map { told[$0] } == [
                    "commune_officer 24226 carried 24217 1 1", "commune_supervisor 24217 carried 24217 1 1",
                    "commune_officer 24214 follows 24214 1 1", "district_officer 646 carried - 10 10",
                    "administrator 646 carried - 10 10", nil,
                ]
            )

            // An officer of the new commune sees all of it, and who administered the district may say so.
            let new = try await database.officer(of: "24217")
            #expect(try await database.books(viewedBy: new.userID) == "3 4 8")
            let administers = try await database.superuserSQL(
                """
                select string_agg(auth.administers(\(administrator.userID), area.id)::text, ' ' order by area.code)
                from registry.area where area.code in ('24217', '66', '00001') and area.valid_to = 'infinity'
                """
            )
            #expect(administers == "false true false")
        }
    }

    @Test("A8 applied again a table does nothing, and one that belongs to a day already done is refused")
    func repeated() async throws {
        try await TestDatabase.alone { database in
            let table = try AreaTable.reform
            try await table.apply(to: database)
            let state = try await database.areas()
            let again = try await table.apply(to: database)
            #expect(again.isNothingToDo && again.alreadyApplied == table.text.split(separator: "\n").count - 1)
            let late = AreaTable(text: table.text + "2025-07-01,continue,647,Huyện Buôn Đôn,647,Huyện Buôn Đôn,,\n")
            let rows = table.text.split(separator: "\n").count
            #expect(try await late.refusal(by: database) == ["\(rows + 1) effective_date area.applied-in-part A8"])
            #expect(try await database.areas() == state)
            // A later reform goes on from there.
            try await AreaTable("2026-03-01,rename,24217,Xã Ea Rốk,24217,Xã Ea Rốk Mới").apply(to: database)
            let names = try await database.superuserSQL(
                "select string_agg(name, ', ' order by valid_from) from registry.area where code = '24217'"
            )
            #expect(names == "Xã Ea Rốk, Xã Ea Rốk, Xã Ea Rốk Mới")
            let map = try await database.superuserSQL(
                """
                select string_agg(area.name || ' ' || place.valid_from, ', ' order by place.valid_from)
                from registry.book_area as place join registry.area on area.id = place.area_id where place.book_id = 8
                """
            )
            #expect(map == "Xã Cư KBang 1998-08-24, Xã Ea Rốk 2025-07-01, Xã Ea Rốk Mới 2026-03-01")
        }
    }

    @Test("A8 two days of one table that touch the same commune leave one map and one reach")
    func twoDays() async throws {
        try await TestDatabase.alone { database in
            let here = try await database.officer(of: "24226")
            let table = AreaTable(
                "2026-05-01,merge,24217,Xã Ea Rốk,24217,Xã Ea Rốk",
                "2026-05-01,merge,24226,Xã Cư KBang,24217,Xã Ea Rốk",
                "2026-06-01,rename,24217,Xã Ea Rốk,24217,Xã Ea Rốk Lớn"
            )
            try await table.apply(to: database)
            let map = try await database.superuserSQL(
                """
                select string_agg(area.name || ' ' || place.valid_from, ', ' order by place.valid_from)
                from registry.book_area as place join registry.area on area.id = place.area_id where place.book_id = 8
                """
            )
            #expect(map == "Xã Cư KBang -infinity, Xã Ea Rốk 2026-05-01, Xã Ea Rốk Lớn 2026-06-01")
            #expect(try await database.books(viewedBy: here.userID) == "8")
        }
    }

    @Test("A8 a change that is still to come is in the map, and opens and closes nothing before its day")
    func toCome() async throws {
        try await TestDatabase.alone { database in
            let here = try await database.officer(of: "24226")
            let absorbing = try await database.officer(of: "24214")
            let report = try await AreaTable("2099-01-01,merge,24226,Xã Cư KBang,24214,Xã Ia Lốp").apply(to: database)
            #expect(try await database.books(viewedBy: absorbing.userID) == "2")
            #expect(try await database.books(viewedBy: absorbing.userID, on: "2099-01-01") == "2 8")
            #expect(try await database.books(viewedBy: here.userID, on: "2099-01-01") == "8")
            #expect(report.grants.map(\.becomes.rawValue).sorted() == ["carried", "changed"])
            #expect(report.grants.first { $0.becomes == .changed }?.booksAfter == [2, 8])
        }
    }

    @Test("R5.4 a commune that is cut out of another begins with a book of its own and nobody in it")
    func split() async throws {
        try await TestDatabase.alone { database in
            let here = try await database.officer(of: "24226")
            let report = try await AreaTable("2026-01-01,split,24226,Xã Cư KBang,24999,Xã Cư KBang Hai").apply(
                to: database
            )
            #expect(report.openedBooks.map(\.book) == [11] && report.openedBooks.map(\.communeCode) == ["24999"])
            #expect(report.changes.map(\.books) == [[]])
            let new = try await database.officer(of: "24999")
            #expect(try await database.books(viewedBy: new.userID) == "11")
            #expect(try await database.books(viewedBy: here.userID) == "8")
            let district = try await database.officer("district_officer", of: "646")
            #expect(try await database.books(viewedBy: district.userID) == "1 10 11 2 3 4 5 6 7 8 9")
        }
    }
}

extension Registry {
    /// The report as the API makes it.
    fileprivate func coverage(
        of code: String,
        on day: CalendarDay?,
        asNow: Bool,
        as officer: TestOfficer
    ) async throws -> CoverageReport {
        let area = try await readPublic(Areas.last(code: code, on: asNow ? nil : day), as: officer.caller)
        return try await read(
            Reports.coverage(of: try #require(area), asOf: day, asNow: asNow),
            as: officer.caller,
            action: "reports.coverage"
        )
    }
}
