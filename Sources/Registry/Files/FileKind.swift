/// The kinds of scan that are kept; told by how the bytes begin, whatever their sender calls them.
package enum FileKind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"

    /// How many bytes tell the kind.
    static let headLength = 8

    /// The kind of what begins so; nil for anything else.
    init?(head: some Collection<UInt8>) {
        guard let kind = Self.allCases.first(where: { head.starts(with: $0.signature) }) else { return nil }
        self = kind
    }

    /// ISO 32000, 7.5.2; ISO 10918-1, B.1.1.3 (SOI and the next marker); PNG, 5.2.
    private var signature: [UInt8] {
        switch self {
        case .pdf: Array("%PDF-".utf8)
        case .jpeg: [0xff, 0xd8, 0xff]
        case .png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        }
    }

    /// The usual end of a file's name.
    package var suffix: String {
        switch self {
        case .pdf: "pdf"
        case .jpeg: "jpg"
        case .png: "png"
        }
    }
}

/// Why a file is not taken.
package enum FileRefusal: Error, Hashable {
    case empty
    case tooLong(limit: Int)
    /// None of the kinds that are kept.
    case unknownKind
    /// Sent as another kind than its bytes are.
    case disguised

    package var fieldError: FieldError {
        switch self {
        case .empty:
            FieldError(field: "file", rule: "file_empty", message: "The file is empty.", messageVi: "Tệp rỗng.")
        case .tooLong(let limit):
            FieldError(
                field: "file",
                rule: "file_size",
                message: "A file has at most \(limit / 1024) KiB.",
                messageVi: "Tệp không quá \(limit / 1024) KiB."
            )
        case .unknownKind:
            FieldError(
                field: "file",
                rule: "file_type",
                message: "Only PDF, JPEG and PNG are kept, as told by the file's own bytes.",
                messageVi: "Chỉ nhận PDF, JPEG, PNG, xét theo nội dung tệp."
            )
        case .disguised:
            FieldError(
                field: "file",
                rule: "file_type",
                message: "The file is not of the type that Content-Type names.",
                messageVi: "Nội dung tệp không đúng loại ghi ở Content-Type."
            )
        }
    }
}
