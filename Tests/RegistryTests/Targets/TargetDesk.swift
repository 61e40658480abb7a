import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// What is done with targets again and again, in the office of Cư KBang.
struct TargetDesk: Sendable {
    let office: Office
    private var registry: Registry { office.registry }

    func announce(
        _ measure: TargetMeasure,
        _ ages: TargetAges,
        by deadline: CalendarDay,
        as who: TestOfficer
    ) async throws -> UUID {
        let id = UUID.v7()
        let area = try #require(try await registry.readPublic(Areas.last(code: "646", on: nil), as: who.caller))
        let announce = Targets.announce(id, of: area, measure, ages, by: deadline, decision: "kế hoạch 12/KH-UBND")
        try await write(announce, as: who)
        return id
    }

    func write(_ query: Query<Void>, as who: TestOfficer) async throws {
        try await registry.write(query, as: who.caller, action: "test.target", book: nil, residents: [])
    }

    func progress(of id: UUID, asOf: CalendarDay? = nil, as who: TestOfficer) async throws -> TargetProgress {
        let target = try #require(try await registry.readPublic(Targets.show(id), as: who.caller)?.target)
        let area = try #require(try await registry.readPublic(Targets.area(of: target, on: nil), as: who.caller))
        let query = Targets.progress(
            of: target,
            until: try #require(target.deadline),
            in: area,
            asOf: asOf,
            asNow: false,
            today: try await registry.readPublic(Targets.today, as: who.caller)
        )
        return try await registry.read(query, as: who.caller, action: "targets.progress")
    }

    func report(
        _ measure: TargetMeasure,
        _ ages: TargetAges? = .all,
        of code: String = "646",
        asOf: CalendarDay? = nil,
        as who: TestOfficer
    ) async throws -> LeftReport {
        let question = try await question(measure, ages, of: code, asOf: asOf, as: who)
        return try await registry.read(Reports.left(question), as: who.caller, action: "reports.left")
    }

    func question(
        _ measure: TargetMeasure,
        _ ages: TargetAges? = .all,
        of code: String = "646",
        asOf: CalendarDay? = nil,
        as who: TestOfficer
    ) async throws -> StandingQuestion {
        let area = try #require(try await registry.readPublic(Areas.last(code: code, on: nil), as: who.caller))
        return StandingQuestion(of: area, measure, ages, asOf: asOf)
    }

    func left(_ question: StandingQuestion, _ obstacle: Obstacle, as who: TestOfficer) async throws -> [LeftResident] {
        try await registry.read(
            Reports.leftResidents(question, heldUpBy: obstacle, after: nil, limit: 10),
            as: who.caller,
            action: "reports.left-residents",
            shown: { $0.map(\.summary.key.id) }
        )
    }
}
