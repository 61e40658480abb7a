import FoundationEssentials
import Postgres

extension ImportCounts {
    /// ``codes`` as the batch's row keeps them.
    var codesJSON: JSONB {
        // A dictionary from words to numbers always encodes.
        JSONB(bytes: (try? JSONEncoder().encode(codes)).map { Array($0) } ?? Array("{}".utf8))
    }

    static func codes(_ json: JSONB) -> [String: Int] {
        (try? JSONDecoder().decode([String: Int].self, from: Data(json.bytes))) ?? [:]
    }
}
