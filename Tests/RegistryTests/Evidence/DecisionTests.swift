import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct DecisionTests {
    private func decide(
        _ attribute: String,
        _ fact: Int,
        on basis: Decision.Basis,
        in bench: EvidenceBench,
        as officer: TestOfficer? = nil,
        revision: Int32? = nil
    ) async throws {
        try await bench.registry.change(
            bench.made.resident,
            Decision.make(
                .v7(),
                in: bench.made.book,
                ofCase: bench.made.id,
                revision: revision ?? bench.made.revision,
                attribute: attribute,
                fact: fact,
                reason: "hai người làm chứng và học bạ khớp nhau",
                basis: basis
            ),
            as: officer ?? bench.supervisor
        )
    }

    /// Two births, two names, a sex and two places, in a case that is proposed, with what it rests on.
    private func proposed(_ registry: Registry) async throws -> (EvidenceBench, Decision.Basis) {
        var bench = try await EvidenceBench.gathering(registry) { draft in
            draft.birth = .stated(.year(1978, BirthSaying(on: articleDay)))
            draft.sex = .stated(.female)
        }
        let corrections: [Correction.Fact] = [
            .birth(.stated(.year(1980, BirthSaying(on: articleDay, basis: .document)))),
            .name(ResidentDraft.Name(kind: .birth, name: try PersonName("Giàng Thị Mỵ"))),
            .origin(ResidentDraft.Origin(province: "Hà Giang")),
        ]
        for fact in corrections {
            let record = try #require(try await registry.record(of: bench.made.resident, as: bench.officer))
            try await registry.change(
                bench.made.resident,
                Residents.correct(
                    Correction(fact: fact, speaker: speaker()),
                    of: bench.made.resident,
                    revision: record.revision
                ),
                as: bench.officer
            )
        }
        var basis = Decision.Basis()
        basis.evidence = [try await bench.record("school_or_army_record")]
        for lives in ["nhà 1", "nhà 2"] {
            basis.attestations.append(try await bench.attest(.named("Bàn Văn Hai", lives: lives), paper: "can_cuoc"))
        }
        try await bench.propose()
        return (bench, basis)
    }

    @Test("A9 a decision on name, birth, sex or origin says who, why and on what it rests; the other facts stay")
    func decisions() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (bench, basis) = try await proposed(registry)
            let before = try #require(try await registry.record(of: bench.made.resident, as: bench.officer))
            #expect(before.summary.birth?.candidateYears == [1978] && before.summary.name == "Giàng Thị Mỷ")
            let birth = try #require(before.births.last).id
            let name = try #require(before.names.last).id
            let sex = try #require(before.attributes.first { $0.value.attribute == "sex" }).id
            let origin = try #require(before.origins.last).id
            try await decide("birth", birth, on: basis, in: bench)
            try await decide("name.BIRTH", name, on: Decision.Basis(evidence: basis.evidence), in: bench)
            try await decide("sex", sex, on: Decision.Basis(attestations: basis.attestations), in: bench)
            try await decide("origin", origin, on: basis, in: bench)

            let after = try #require(try await registry.record(of: bench.made.resident, as: bench.officer))
            #expect(after.summary.birth?.candidateYears == [1980] && after.summary.name == "Giàng Thị Mỵ")
            #expect(after.births.map(\.isCurrent) == [false, true] && after.names.map(\.isCurrent) == [false, true])
            #expect(after.births.map { $0.value.set } == before.births.map { $0.value.set })
            #expect(after.choices.map(\.attribute) == ["birth", "name.BIRTH", "sex", "origin"])
            #expect(after.choices.last?.fact == origin)
            #expect(after.choices.allSatisfy { $0.recordedBy == bench.supervisor.userID })
            // A search by the year that was decided finds her.
            let found = try await registry.search(
                "Mỵ",
                born: day("1980-01-01")...day("1980-12-31"),
                as: bench.officer
            )
            #expect(found.first?.summary.key == bench.made.resident)

            let decisions = try await registry.read(
                Decision.list(ofCase: bench.made.id),
                as: bench.officer.caller,
                action: "decisions.list"
            )
            #expect(decisions.map(\.attribute) == ["birth", "name.BIRTH", "sex", "origin"])
            let first = try #require(decisions.first)
            #expect(first.fact == birth && first.decidedBy == bench.supervisor.userID && !first.reason.isEmpty)
            #expect(first.basis.evidence == basis.evidence && first.basis.attestations == basis.attestations)
        }
    }

    @Test("B9 nobody decides on what he gathered himself, nor without a ground, nor on what was changed meanwhile")
    func refusals() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let (bench, basis) = try await proposed(registry)
            let record = try #require(try await registry.record(of: bench.made.resident, as: bench.officer))
            let birth = try #require(record.births.last).id
            let name = try #require(record.names.last).id

            await #expect(throws: RegistryError.notAllowed) {
                try await decide("birth", birth, on: basis, in: bench, as: bench.officer)
            }
            await #expect(throws: RegistryError.stale) {
                try await decide("birth", birth, on: basis, in: bench, revision: bench.made.revision - 1)
            }
            let stranger = try await bench.database.officer("commune_supervisor", of: eaRok.code)
            await #expect(throws: RegistryError.notFound) {
                try await decide("birth", birth, on: basis, in: bench, as: stranger)
            }
            var revision = bench.made.revision
            func isRefused(_ rule: String, _ attribute: String, _ fact: Int, _ basis: Decision.Basis) async throws {
                do {
                    try await decide(attribute, fact, on: basis, in: bench, revision: revision)
                    Issue.record("\(rule) was let through")
                } catch RegistryError.invalid(let errors) {
                    #expect(errors.map(\.rule) == [rule])
                }
            }
            try await isRefused("B9", "birth", birth, Decision.Basis())
            try await isRefused("B9", "birth", birth, Decision.Basis(evidence: [UUID.v7()]))
            try await isRefused("A9", "birth", 999_999, basis)
            // The fact of another attribute, or another name's kind.
            try await isRefused("A9", "sex", birth, basis)
            try await isRefused("A9", "name.COMMON", name, basis)
            // Evidence that was set aside is no ground.
            let evidence = try #require(basis.evidence.first)
            try await registry.change(
                bench.made.resident,
                CaseEvidence.setAside(.evidence(evidence), in: bench.made.book, because: "của người khác"),
                as: bench.officer
            )
            // And the case that waits for its decision is another one by that.
            await #expect(throws: RegistryError.stale) { try await isRefused("B9", "birth", birth, basis) }
            revision += 1
            try await isRefused("B9", "birth", birth, basis)

            // A supervisor who also holds the officer's office, and had recorded what it rests on.
            try await bench.database.superuserSQL(
                """
                update registry.attestation set recorded_by = \(bench.supervisor.userID) where case_id = '\(bench.made.id)'
                """
            )
            do {
                try await decide(
                    "birth",
                    birth,
                    on: Decision.Basis(attestations: basis.attestations),
                    in: bench,
                    revision: revision
                )
                Issue.record("one pair of eyes was let through")
            } catch RegistryError.conflict(let error) {
                #expect(error.rule == "four_eyes" || error.rule == "B9")
            }
            // Nothing of all that stays.
            let after = try #require(try await registry.record(of: bench.made.resident, as: bench.officer))
            #expect(after.choices.isEmpty && after.summary.birth?.candidateYears == [1978])
            let kept = try await bench.database.superuserSQL(
                "select count(*) from registry.decision where case_id = '\(bench.made.id)'"
            )
            #expect(kept == "0")
        }
    }
}
