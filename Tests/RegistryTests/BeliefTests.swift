import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct BeliefTests {
    @Test(
        "A9 two birth years from two sources stay side by side, one current with a reason; nothing is overwritten; 'what did we believe on day D?'"
    )
    func twoYears() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            var draft = try ResidentDraft.named("Thào A Vàng", .birth)
            draft.birth = .stated(.year(1978, BirthSaying(on: articleDay)))
            let key = try await registry.register(draft, in: cuKbang.book, as: officer)
            // What was written yesterday: the first statement is as old as that.
            try await database.superuserSQL(
                """
                update registry.birth_fact set recorded_at = now() - interval '3 days' where resident_id = '\(key.id)';
                update registry.name_fact set recorded_at = now() - interval '3 days' where resident_id = '\(key.id)';
                update registry.resident_version set believed_from = now() - interval '3 days' where resident_id = '\(key.id)'
                """
            )
            var record = try #require(try await registry.record(of: key, as: officer))

            // A second source, recorded without a choice: nothing moves.
            let paper = ResidentDraft.Birth.stated(.year(1976, BirthSaying(on: articleDay, basis: .document)))
            let added = Correction(
                fact: .birth(paper),
                speaker: Speaker(saidBy: "document", saidOn: articleDay, source: "sổ hộ khẩu")
            )
            try await registry.change(key, Residents.correct(added, of: key, revision: record.revision), as: officer)
            record = try #require(try await registry.record(of: key, as: officer))
            #expect(record.births.count == 2)
            #expect(record.summary.birth?.candidateYears == [1978])
            #expect(record.births.map(\.isCurrent) == [true, false])

            // The choice moves the belief, says why, and leaves both statements as they were.
            let chosen = try #require(record.births.last)
            let reason = Correction.Reason(reason: "sổ hộ khẩu lập năm 1990 đáng tin hơn lời kể", restsOn: "sổ hộ khẩu")
            try await registry.change(
                key,
                Residents.choose(birthFact: chosen.id, of: key, revision: record.revision, because: reason),
                as: officer
            )
            let later = try #require(try await registry.record(of: key, as: officer))
            #expect(later.births.map(\.isCurrent) == [false, true])
            #expect(later.births[1].reason == reason.reason)
            #expect(later.births.map { $0.value.set } == record.births.map { $0.value.set })
            #expect(later.summary.birth?.candidateYears == [1976])

            // What was believed the day before yesterday.
            let now = try await database.superuserSQL("select (registry.today() - 2)::text")
            let then = try #require(try await registry.record(of: key, on: day(now), as: officer))
            #expect(then.summary.birth?.candidateYears == [1978])
            #expect(then.births.count == 1 && then.births[0].isCurrent && then.choices.isEmpty)

            // Nobody overwrites or deletes, also not by SQL as the application.
            for statement in [
                "update registry.birth_fact set written = '1970' where resident_id = '\(key.id)'",
                "delete from registry.birth_fact where resident_id = '\(key.id)'",
                "truncate registry.birth_fact",
                "update registry.resident_version set name = 'x' where resident_id = '\(key.id)'",
            ] {
                #expect(
                    try await database.sqlState(as: .app, token: officer.token, statement) == "42501",
                    "\(statement)"
                )
            }

            // A correction of what is no longer the newest revision is refused.
            await #expect(throws: RegistryError.stale) {
                try await registry.change(
                    key,
                    Residents.correct(added, of: key, revision: record.revision),
                    as: officer
                )
            }
        }
    }

    @Test("A10 origin claims are an ordered list with precision and years")
    func origins() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            var draft = try ResidentDraft.named("Lầu Thị Chu", .birth)
            var born = ResidentDraft.Origin(province: "Hà Giang")
            born.district = "Mèo Vạc"
            born.commune = "xã không nhớ tên"
            born.unsureBelow = .commune
            born.yearTo = 1993
            var stop = ResidentDraft.Origin(province: "Dak Lak")
            stop.district = "huyện Ea H'leo"
            stop.yearFrom = 1993
            stop.yearTo = 1999
            var old = ResidentDraft.Origin(province: "Hà Tuyên")
            old.written = "Hà Tuyên, không nhớ huyện"
            draft.origins = [born, stop, old]
            let key = try await registry.register(draft, in: cuKbang.book, as: officer)
            var record = try #require(try await registry.record(of: key, as: officer))
            #expect(record.origins.map(\.value.position) == [1, 2, 3])
            #expect(
                record.origins[0].value.resolvedLevel == "district" && record.origins[0].value.unsureBelow == "commune"
            )
            #expect(record.origins[0].value.yearTo == 1993)
            #expect(record.origins[1].value.resolvedLevel == "district" && record.origins[1].value.areaCode == "645")
            // An old province stays text until somebody resolves it (R5.7).
            #expect(record.origins[2].value.resolvedLevel == nil && record.origins[2].value.province == "Hà Tuyên")

            let next = Correction(fact: .origin(ResidentDraft.Origin(province: "Cao Bằng")), speaker: speaker("mother"))
            try await registry.change(key, Residents.correct(next, of: key, revision: record.revision), as: officer)
            record = try #require(try await registry.record(of: key, as: officer))
            #expect(record.origins.map(\.value.position) == [1, 2, 3, 4])
            #expect(record.origins[3].value.areaCode == "04" && record.origins[3].value.resolvedLevel == "province")
        }
    }

    @Test("A11 'unknown', 'not asked', 'refused' and 'none' are four answers in data, search and reports")
    func answers() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: "24229")
        try await database.withRegistry { registry in
            let answers: [StatedKind] = [.unknown, .refused, .none, .notAsked]
            for answer in answers {
                var draft = try ResidentDraft.named("Chảo Thị Mẩy", .birth)
                draft.papers = answer == .notAsked ? .notAsked : .answered(answer)
                draft.birth = answer == .none ? .notAsked : .answered(answer)
                draft.religion = Stated(kind: answer, value: nil) ?? .notAsked
                let key = try await registry.register(draft, in: 9, as: officer)
                let record = try #require(try await registry.record(of: key, as: officer))
                let religion = record.attributes.first { $0.value.attribute == "religion" }
                #expect(religion.map(\.value.answer) ?? .notAsked == answer)
                #expect(record.summary.papers == (answer == .notAsked ? nil : answer.rawValue))
                #expect(record.summary.birthAnswer == (answer == .none ? .notAsked : answer))
            }
            // Search says the answer with each hit; nobody is lost for lack of a birth year.
            let hits = try await registry.search("chao thi may", as: officer)
            #expect(hits.count == 4)
            #expect(Set(hits.map(\.summary.birthAnswer)) == [.unknown, .refused, .notAsked])
            #expect(Set(hits.map { $0.summary.papers ?? "not_asked" }) == ["unknown", "refused", "none", "not_asked"])
            // The report tells who was not asked from who has none.
            let report = try await registry.coverage(of: "646", as: officer)
            let row = try #require(report.communes.first)
            #expect(row.residents == 4 && row.withoutPaper == 4 && row.papersNotAsked == 1)
            #expect(row.birthUnknown == 4)
        }
    }

    @Test(
        "A12 birth, death, arrival, departure and return are events with (partial) date, source and consequence; a death closes headship and membership, visibly"
    )
    func events() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let settlement = try await registry.settlement("Thôn 9", in: cuKbang.book, as: officer)
            let household = UUID.v7()
            var draft = try ResidentDraft.named("Vừ A Lềnh", .birth, on: day("2024-01-15"))
            draft.home = .new(settlement: settlement)
            draft.relation = .head
            let key = ResidentKey(book: cuKbang.book, id: .v7())
            try await registry.change(key, Residents.register(draft, as: key, newHousehold: household), as: officer)

            func record(_ kind: LifeEvent.Kind, _ written: String, _ days: ClosedRange<CalendarDay>) async throws -> Int
            {
                let now = try #require(try await registry.record(of: key, as: officer))
                let event = LifeEvent(
                    kind: kind,
                    written: written,
                    days: days,
                    place: "Đồng Nai",
                    speaker: Speaker(saidBy: "spouse", saidOn: days.upperBound, source: "lời khai của vợ")
                )
                return try await registry.change(
                    key,
                    Residents.record(event, of: key, revision: now.revision),
                    as: officer
                )
            }
            #expect(try await record(.departure, "tháng 3/2024", day("2024-03-01")...day("2024-03-31")) == 3)
            var now = try #require(try await registry.record(of: key, as: officer))
            #expect(now.status == .departed)
            #expect(now.events[0].days == day("2024-03-01")...day("2024-03-31"))
            #expect(now.stays.last?.closedOn == day("2024-03-31") && now.stays.last?.closedBy == "departure")

            #expect(try await record(.return, "2024-08-02", day("2024-08-02")...day("2024-08-02")) == 1)
            now = try #require(try await registry.record(of: key, as: officer))
            #expect(now.status == .present && now.stays.count == 2 && now.stays.last?.openedBy == "return")
            try await registry.change(
                key,
                Households.add(key.id, to: household, in: key.book, relation: .head, since: day("2024-08-02")),
                as: officer
            )

            #expect(try await record(.death, "2024-10-20", day("2024-10-20")...day("2024-10-20")) == 3)
            now = try #require(try await registry.record(of: key, as: officer))
            #expect(now.status == .dead)
            #expect(
                now.events.last?.consequences == ["stay_closed", "membership_ended", "household_without_head"]
            )
            #expect(now.memberships.allSatisfy { $0.validTo != nil })
            #expect(now.events.map(\.kind) == ["departure", "return", "death"])
            let home = try await registry.read(Households.show(household), as: officer.caller, action: "test")
            let members = try #require(home).members
            #expect(members.allSatisfy { $0.validTo != nil })
            #expect(now.events.last?.place == "Đồng Nai")

            // Nothing happens after a death.
            let after = await refusal {
                try await record(.departure, "2024-11-01", day("2024-11-01")...day("2024-11-01"))
            }
            #expect(after?.rule == "A12")

            // A child is registered by birth, and says so.
            var child = try ResidentDraft.named("Vừ A Súa", .birth)
            child.openedBy = .birth
            let born = try await registry.register(child, in: key.book, as: officer)
            let stay = try #require(try await registry.record(of: born, as: officer)?.stays.first)
            #expect(stay.openedBy == "birth")
        }
    }

    @Test("E3 the coverage report runs as of a past date")
    func asOf() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: "24232")
        try await database.withRegistry { registry in
            let key = try await registry.register(.named("Phàn Văn Ba", .birth), in: 10, as: officer)
            try await database.superuserSQL(
                "update registry.resident_version set believed_from = '2024-03-01 00:00+07' where resident_id = '\(key.id)'"
            )
            _ = try await registry.register(.named("Phàn Văn Tư", .birth), in: 10, as: officer)
            func residents(_ on: CalendarDay?) async throws -> Int {
                try await registry.coverage(of: "646", on: on, as: officer).total.residents
            }
            #expect(try await residents(day("2024-02-29")) == 0)
            #expect(try await residents(day("2024-03-01")) == 1)
            #expect(try await residents(nil) == 2)
        }
    }
}

extension Registry {
    /// The coverage of an area as an officer sees it.
    func coverage(of code: String, on day: CalendarDay? = nil, as officer: TestOfficer) async throws -> CoverageReport {
        let area = try #require(try await readPublic(Areas.show(code: code, on: day), as: officer.caller))
        return try await read(
            Reports.coverage(of: area, asOf: day, asNow: false),
            as: officer.caller,
            action: "reports.coverage"
        )
    }
}
