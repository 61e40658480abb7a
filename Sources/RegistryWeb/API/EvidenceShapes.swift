import CivilIdentity
import FoundationEssentials
import Registry

/// How evidence, witnesses, strength and decisions stand in JSON.
enum EvidenceShapes {
    static let evidence = Shape<EvidenceRecord>(
        "Evidence",
        "Something that speaks for who a person is.",
        [
            .init("id", .uuid) { $0.id },
            .init("resident", .residentKey) { ResidentKey(book: $0.book, id: $0.resident) },
            .init("case", Shape<UUID>.uuid.nullable, "Null: seen before there was a case.") { $0.identityCase },
            .init("kind", .string, "birth_certificate, old_identity_paper, …") { $0.kind },
            .init("kind_vi", .string) { $0.kindVi },
            .init("kind_en", .string) { $0.kindEn },
            .init("issued_by", Shape<String>.string.nullable) { $0.issuedBy },
            .init("issued_on", Shape<CalendarDay>.day.nullable) { $0.issuedOn },
            .init("says", .string, "What it says of the person.") { $0.says },
            .init("kin", kin.nullable, "Who of the person's kin is registered already.") { $0.kin },
            .init("files", file.list) { $0.files },
            .init("recorded_at", .dateTime) { $0.recordedAt },
            .init("recorded_by", .integer, "The user's number.") { $0.recordedBy },
            .init("set_aside", Shape<String>.string.nullable, "Why it does not count any more.") { $0.setAside },
        ]
    )
    static let evidenceList = evidence.page("EvidenceList")

    private static let kin = Shape<EvidenceDraft.Kin>(
        "EvidenceKin",
        [
            .init("relation", .oneOf(EvidenceDraft.Kin.relations), "What this is to the person.") { $0.relation },
            .init("resident", .residentKey) { $0.key },
        ]
    )

    private static let file = Shape<EvidenceRecord.File>(
        "EvidenceFile",
        [
            .init("sha256", .string, "Of its bytes, and its name here.") { $0.hash.hexadecimal },
            .init("length", .count, "Bytes.") { $0.length },
            .init("type", .oneOf(FileKind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init("recorded_at", .dateTime) { $0.recordedAt },
        ]
    )

    static let attestation = Shape<Attestation>(
        "Attestation",
        "What a witness said of a person in a case.",
        [
            .init("id", .uuid) { $0.id },
            .init("case", .uuid) { $0.identityCase },
            .init("resident", .residentKey, "Of whom it is said.") { ResidentKey(book: $0.book, id: $0.resident) },
            .init("witness", Shape<ResidentKey>.residentKey.nullable, "Null: somebody without a record.") {
                if case .resident(let key) = $0.witness { key } else { nil }
            },
            .init("witness_name", Shape<String>.string.nullable) {
                if case .named(let name, _) = $0.witness { name } else { nil }
            },
            .init("witness_lives", Shape<String>.string.nullable, "Where and with whom.") {
                if case .named(_, let lives) = $0.witness { lives } else { nil }
            },
            .init("knows", .string, "How the witness knows the person.") { $0.knows },
            .init("says", .string) { $0.says },
            .init("stated_on", .day) { $0.statedOn },
            .init("paper", Shape<String>.string.nullable, "The valid paper that was seen.") { $0.paper },
            .init("own_household", .bool, "Lived in the person's own household.") { $0.isOfOwnHousehold },
            .init("recorded_at", .dateTime) { $0.recordedAt },
            .init("recorded_by", .integer, "The user's number.") { $0.recordedBy },
            .init("set_aside", Shape<String>.string.nullable, "Why it does not count any more.") { $0.setAside },
        ]
    )
    static let attestations = attestation.page("Attestations")

    static let strength = Shape<CaseStrength>(
        "CaseStrength",
        "How much speaks for who the person is: the sum of the parts that count (B4).",
        [
            .init("strength", .count) { $0.value },
            .init("threshold", .number, "From which on a decision may be proposed.") { $0.threshold },
            .init("suffices", .bool) { Double($0.value) >= $0.threshold },
            .init("parts", part.list, "What counts first.") { $0.parts },
        ]
    )

    private static let part = Shape<CaseStrength.Part>(
        "CaseStrengthPart",
        [
            .init("kind", .oneOf(CaseStrength.Part.Kind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init("id", Shape<UUID>.uuid.nullable, "Of the evidence, attestation or reply.") { $0.source },
            .init("code", .string) { $0.code },
            .init("title", .string) { $0.titleEn },
            .init("title_vi", .string) { $0.titleVi },
            .init("points", .number) { $0.points },
            .init("counted", .bool) { $0.isCounted },
            .init("reason", .string, "A code for why it counts or does not.") { $0.reason },
            .init("why", .string) { $0.reasonEn },
            .init("why_vi", .string) { $0.reasonVi },
        ]
    )

    static let decision = Shape<Decision>(
        "Decision",
        "Which fact the register goes by, who decided it, why, and on what it rests.",
        [
            .init("id", .uuid) { $0.id },
            .init("case", .uuid) { $0.identityCase },
            .init("resident", .residentKey) { ResidentKey(book: $0.book, id: $0.resident) },
            .init("attribute", .string, "name.KIND, birth, sex or origin.") { $0.attribute },
            .init("fact", .count, "The id of the fact that it made current.") { $0.fact },
            .init("reason", .string) { $0.reason },
            .init("decided_by", .integer, "The user's number.") { $0.decidedBy },
            .init("decided_at", .dateTime) { $0.decidedAt },
            .init("evidence", Shape<UUID>.uuid.list) { $0.basis.evidence },
            .init("attestations", Shape<UUID>.uuid.list) { $0.basis.attestations },
            .init("replies", Shape<UUID>.uuid.list) { $0.basis.replies },
        ]
    )
    static let decisions = decision.page("Decisions")
}
