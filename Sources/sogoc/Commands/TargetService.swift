import FoundationEssentials
import Registry

/// The service's operations on targets.
struct TargetService {
    private let service: ServiceClient
    private let token: SessionToken

    init() throws {
        service = try ServiceClient(Settings())
        token = try SessionFile.read()
    }

    /// - Throws: ``CommandFailure`` for whatever is no success.
    func send(_ path: String) async throws -> ServiceClient.Answer {
        try Self.checked(try await service.send("GET", path, token: token))
    }

    func post(_ path: String, _ body: some Encodable, version: String? = nil) async throws -> ServiceClient.Answer {
        try Self.checked(
            try await service.send(
                "POST",
                path,
                body: body,
                token: token,
                key: UUID().uuidString.lowercased(),
                version: version
            )
        )
    }

    /// The target that the options mean, nil where it was never announced or was withdrawn.
    func find(_ options: TargetOptions) async throws -> TargetAnswer? {
        let ages = options.ages ?? options.measure.usualAges
        let path =
            "/api/v1/targets?area=\(options.area)&measure=\(options.measure.rawValue)&ages=\(ages.rawValue)"
            + "&withdrawn=true"
        return (try await send(path).decode() as TargetList).items.first
    }

    func known(_ options: TargetOptions) async throws -> TargetAnswer {
        guard let found = try await find(options) else {
            throw CommandFailure(
                .notFound,
                vi: "Địa bàn \(options.area) không có chỉ tiêu này.",
                en: "The area \(options.area) has no such target.",
                advice: "sogoc target list"
            )
        }
        return found
    }

    /// Changes a target as it stands now.
    func change(_ id: String, _ step: String, _ body: TargetChange) async throws -> ServiceClient.Answer {
        let version = try await send("/api/v1/targets/\(id)").entityTag
        return try await post("/api/v1/targets/\(id)/\(step)", body, version: version)
    }

    private static func checked(_ answer: ServiceClient.Answer) throws -> ServiceClient.Answer {
        guard (200..<300).contains(answer.status) else { throw try CommandFailure(answer) }
        return answer
    }
}

struct TargetDraft: Encodable {
    let area: String
    let measure: String
    let ages: String
    let deadline: String
    let decision: String
}

struct TargetChange: Encodable {
    let deadline: String?
    let decision: String
}

struct TargetList: Decodable {
    let items: [TargetAnswer]
}

/// A target as the service answers it.
struct TargetAnswer: Decodable {
    let id: String
    let areaName: String
    let measure: String
    let ages: String
    let deadline: String?
    let decision: String

    var measureText: String {
        TargetMeasure(rawValue: measure).map { Sentence(vi: $0.vi, en: $0.en).text } ?? measure
    }

    var agesText: String {
        TargetAges(rawValue: ages).map { Sentence(vi: $0.vi, en: $0.en).text } ?? ages
    }
}
