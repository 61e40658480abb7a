import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct VerificationRequestTests {
    @Test(
        "B3 the reply 'Không có người nào như vậy ở đây' is stored, does not close the case, and proposes the next name × place to ask"
    )
    func notFound() async throws {
        try await CaseDesk.open { desk in
            let key = try await desk.searched(try await desk.person(from: ["Hà Giang", "Cao Bằng"]))
            var record = try #require(try await desk.record(key, as: desk.officer))
            // Names of each place, the first claim first, the birth name before the everyday one.
            #expect(
                record.questions.map(\.addressee) == [
                    "Tỉnh Hà Giang", "Tỉnh Hà Giang", "Tỉnh Cao Bằng", "Tỉnh Cao Bằng",
                ]
            )
            #expect(record.questions.map(\.nameKind) == ["BIRTH", "COMMON", "BIRTH", "COMMON"])
            let first = try await desk.ask(key)
            var said = try await desk.reply(.notFound, to: first)
            said.words = "Không có người nào như vậy ở đây"
            try await desk.take(.recordReply(said), key)

            record = try #require(try await desk.record(key, as: desk.officer))
            #expect(record.summary.state == .replied && record.requests[0].outcome == "NOT_FOUND")
            #expect(record.requests[0].isOpen && record.strength == 0)
            let next = try #require(record.questions.first)
            #expect(next.addressee == "Tỉnh Hà Giang" && next.nameKind == "COMMON" && record.questions.count == 3)
            #expect(
                next.reasonVi.contains("Không có người nào như vậy ở đây")
                    && next.reasonEn.contains("Nobody of that name here")
            )
            // The same question is not asked twice, nor one that the person never claimed.
            let asked = CaseStep.Question(claim: next.claim, nameFact: record.questions[1].nameFact, channel: .post)
            #expect(await desk.rule(.ask(.askNext, asked), key) == "B3")
            let foreign = CaseStep.Question(claim: 0, nameFact: next.nameFact, channel: .post)
            #expect(await desk.rule(.ask(.askNext, foreign), key) == "B3")
            #expect(await desk.rule(.plain(.propose, .init()), key) == "R7.6")

            // The next name, then the next place, and its answer ends the asking.
            try await desk.reply(.notFound, to: try await desk.ask(key), key)
            record = try #require(try await desk.record(key))
            #expect(record.questions.first?.addressee == "Tỉnh Cao Bằng")
            #expect(record.questions.first?.reasonVi.contains("Nơi khai thứ 1 đã trả lời") ?? false)
            try await desk.reply(.matchWithDifferences, to: try await desk.ask(key), key)
            record = try #require(try await desk.record(key))
            #expect(record.strength == 25 && record.questions.count == 1)
            try await desk.take(.propose, key)
            #expect(try await desk.state(key) == .proposed)
            let replies = try await desk.registry.read(
                VerificationRequests.show(first),
                as: desk.officer.caller,
                action: "verification-requests.show"
            )
            #expect(replies?.replies.map(\.words) == ["Không có người nào như vậy ở đây"])
            #expect(replies?.replies.first?.nextVi?.isEmpty == false)
        }
    }

    @Test(
        "R7.7 a second answer may contradict the first: both are kept, the last counts, and the case stays where it is"
    )
    func contradiction() async throws {
        try await CaseDesk.open { desk in
            let key = try await desk.searched(try await desk.person())
            let request = try await desk.ask(key)
            func late(_ outcome: ReplyOutcome, as officer: TestOfficer? = nil) async throws {
                let revision = try #require(try await desk.known(key)).revision
                try await desk.registry.write(
                    IdentityCases.recordLate(try await desk.reply(outcome, to: request), of: key, revision: revision),
                    as: (officer ?? desk.officer).caller,
                    action: "verification-requests.reply",
                    book: key.book,
                    residents: []
                )
            }
            // While the case waits for it, a reply is a step.
            await #expect(throws: RegistryError.self) { try await late(.match) }
            try await desk.reply(.notFound, to: request, key)
            try await desk.take(.relyOnEvidence, key)
            try await late(.match)
            let record = try #require(try await desk.record(key))
            #expect(record.summary.state == .gathering && record.strength == 60)
            #expect(record.events.last?.step == "late_reply")
            let shown = try await desk.registry.read(
                VerificationRequests.show(request),
                as: desk.officer.caller,
                action: "verification-requests.show"
            )
            #expect(shown?.replies.map(\.outcome) == ["NOT_FOUND", "MATCH"] && shown?.request.outcome == "MATCH")
            await #expect(throws: RegistryError.notAllowed) { try await late(.match, as: desk.supervisor) }
            // Whoever records one has submitted it.
            try await desk.take(.propose, key)

            // After the decision it is something new; when the case is over nobody answers any more.
            try await desk.take(CaseDesk.decide(.identified), key, as: desk.supervisor)
            let reopen = CaseStep.plain(.reopen, .init(reason: "nơi cũ đính chính"))
            #expect(await desk.rule(reopen, key, as: desk.supervisor) == "A9")
            try await late(.deceasedOrAbsent)
            try await desk.take(reopen, key, as: desk.supervisor)
            try await desk.take(.withdraw(.registeredInError, reason: "ghi nhầm người"), key, as: desk.supervisor)
            await #expect(throws: RegistryError.self) { try await late(.notFound) }
        }
    }

    @Test("B3 after 'not of this unit' the unit above is asked; a withdrawn request is answered no more")
    func wrongUnit() async throws {
        try await CaseDesk.open { desk in
            var draft = try ResidentDraft.named("Lầu Thị Chu", .birth)
            var origin = ResidentDraft.Origin(province: "Hà Giang")
            origin.district = "Mèo Vạc"
            draft.origins = [origin]
            let key = try await desk.searched(try await desk.registry.register(draft, in: 8, as: desk.officer))
            let first = try await desk.ask(key)
            try await desk.reply(.wrongUnit, to: first, key)
            let record = try #require(try await desk.record(key))
            #expect(record.requests[0].addressee == "Huyện Mèo Vạc, Tỉnh Hà Giang")
            #expect(record.questions.map(\.addressee) == ["Tỉnh Hà Giang"])
            #expect(record.questions[0].reasonEn.contains("unit above"))
            let second = try await desk.ask(key)
            try await desk.reply(.withdrawn, to: second, key)
            // The first is open still, the second is not.
            try await desk.take(.relyOnEvidence, key)
            let requests = try #require(try await desk.record(key)).requests
            #expect(requests.map(\.isOpen) == [true, false])
        }
    }

    @Test("B2 numbers are given without gaps, also to officers who send at once, and where sending failed")
    func numbers() async throws {
        try await CaseDesk.open { desk in
            var keys: [CaseKey] = []
            for _ in 0..<6 { keys.append(try await desk.searched(try await desk.person())) }
            try await desk.database.withoutLockTimeout(.app)
            // One that fails after its number was given.
            let record = try #require(try await desk.record(keys[0]))
            let question = try #require(record.questions.first)
            let wrong = """
                select cases.ask(8, '\(keys[0].id)', \(record.summary.revision), 'send_request', gen_random_uuid(),
                    \(question.claim), \(question.nameFact), 'pigeon')
                """
            #expect(try await desk.database.sqlState(as: .app, token: desk.officer.token, wrong) == "23514")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for key in keys { group.addTask { try await desk.ask(key) } }
                try await group.waitForAll()
            }
            let given = try await desk.database.superuserSQL(
                """
                select count(*), count(distinct number), max(running) - min(running) + 1
                from registry.verification_request where case_id in (\(keys.map { "'\($0.id)'" }.joined(separator: ", ")))
                """
            )
            #expect(given.hasPrefix("6|6|"))
            let gaps = try await desk.database.superuserSQL(
                """
                select count(*) from registry.running_number as kept
                where kept.last <> (select count(*) from registry.verification_request as sent
                                    where (sent.book_id, sent.year) = (kept.book_id, kept.year))
                """
            )
            #expect(gaps == "0")
        }
    }
}
