import CivilIdentity
import FoundationEssentials
import Registry

/// How transfers stand in JSON.
enum TransferShapes {
    static let transfers = transfer.page("Transfers")

    static let record = Shape<TransferRecord>(
        "TransferRecord",
        [
            .init("transfer", transfer) { $0.transfer },
            .init("events", event.list) { $0.events },
            .init(
                "person",
                ResidentShapes.summary.nullable,
                "Whom it is about, for both communes; null once it is over."
            ) { $0.person },
        ]
    )

    private static let state = Shape<String>.oneOf(Transfer.State.allCases.map(\.rawValue))

    private static let transfer = Shape<Transfer>(
        "Transfer",
        [
            .init("id", .uuid) { $0.id },
            .init("side", .oneOf(Transfer.Side.allCases.map(\.rawValue)), "From which commune you see it.") {
                $0.side.rawValue
            },
            .init("state", state) { $0.state.rawValue },
            .init("revision", .integer) { $0.revision },
            .init("resident", .uuid) { $0.resident },
            .init("from", commune) { $0.from },
            .init("to", commune) { $0.to },
            .init("moves_on", .day, "Her first day there.") { $0.movesOn },
            .init("reason", .string) { $0.reason },
            .init("proposed_at", .dateTime) { $0.proposedAt },
            .init("proposed_by", .integer, "The user's number.") { $0.proposedBy },
        ]
    )

    private static let commune = Shape<Transfer.Commune>(
        "TransferCommune",
        [
            .init("book", .integer) { $0.book },
            .init("code", .string) { $0.code },
            .init("name", .string) { $0.name },
        ]
    )

    private static let event = Shape<Transfer.Event>(
        "TransferEvent",
        [
            .init("kind", state) { $0.kind.rawValue },
            .init("reason", Shape<String>.string.nullable) { $0.reason },
            .init("at", .dateTime) { $0.at },
            .init("by", .integer, "The user's number.") { $0.by },
        ]
    )
}
