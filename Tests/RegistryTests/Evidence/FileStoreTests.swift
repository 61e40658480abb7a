import Foundation
import Registry
import Testing

@Suite struct FileStoreTests {
    private static let pdf = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x41, count: 3000)

    /// A store in a folder of its own.
    private func withStore(limit: Int = FileStore.usualLimit, _ body: (FileStore) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "sogoc-files-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = FileStore(folder: folder, limit: limit)
        try store.prepare()
        try await body(store)
    }

    /// Sends bytes in pieces, as they come over HTTP.
    private func receive(_ bytes: [UInt8], in store: FileStore, piece: Int = 1000) throws -> IncomingFile {
        let file = try store.receive()
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { try file.append($0) }
        }
        return file
    }

    /// Everything below the folder that is no folder.
    private func files(of store: FileStore) -> [String] {
        let all = FileManager.default.enumerator(atPath: store.folder)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: "\(store.folder)/\(name)", isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
        }
    }

    @Test("B4 a file is kept under its hash, for its owner alone, and read back as it was")
    func keeping() async throws {
        try await withStore { store in
            let kept = try await store.keep(try receive(Self.pdf, in: store, piece: 3), declared: .pdf) { $0 }
            #expect(kept.length == Self.pdf.count && kept.kind == .pdf)
            let name = kept.hash.hexadecimal
            #expect(files(of: store) == ["\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"])
            #expect(ContentHash(hexadecimal: name) == kept.hash)
            let attributes = try FileManager.default.attributesOfItem(atPath: store.path(of: kept.hash))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try await store.open(kept.hash)?.all() == Self.pdf)
            #expect(try await store.condition(of: kept.hash, length: kept.length) == .sound)
            // Once more is the same file.
            _ = try await store.keep(try receive(Self.pdf, in: store), record: { $0 })
            #expect(files(of: store).count == 1)
            let kept1 = try store.kept()
            #expect(kept1 == [kept.hash])
        }
    }

    @Test(
        "B4 a file of false type, an empty one, one too long: refused with field and rule, and nothing stays",
        arguments: [
            ([], nil, "file_empty"),
            (Array("<html><script>alert(1)</script>".utf8), nil, "file_type"),
            (Array("%PD".utf8), nil, "file_type"),
            (Array("GIF89a-and-more".utf8), nil, "file_type"),
            (pdf, .png, "file_type"),
            (pdf + pdf, nil, "file_size"),
        ] as [([UInt8], FileKind?, String)]
    )
    func refusals(_ bytes: [UInt8], _ declared: FileKind?, _ rule: String) async throws {
        try await withStore(limit: 5000) { store in
            do {
                _ = try await store.keep(try receive(bytes, in: store), declared: declared) { _ in
                    Issue.record("what is refused is not recorded")
                }
            } catch let refusal as FileRefusal {
                #expect(refusal.fieldError.field == "file" && refusal.fieldError.rule == rule)
            }
            #expect(files(of: store) == [])
        }
    }

    @Test("B4 JPEG and PNG are told by their first bytes")
    func kinds() async throws {
        try await withStore { store in
            let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]
            let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
            for (bytes, kind) in [(jpeg, FileKind.jpeg), (png, .png)] {
                let file = try receive(bytes, in: store)
                let kept = try await store.keep(file, declared: kind) { $0 }
                #expect(kept.kind == kind)
            }
        }
    }

    @Test("B4 what the database refuses is not kept, unless somebody else has it recorded; a lost answer keeps it")
    func refusedByTheRecord() async throws {
        try await withStore { store in
            await #expect(throws: RegistryError.notAllowed) {
                try await store.keep(try receive(Self.pdf, in: store)) { _ in throw RegistryError.notAllowed }
            }
            #expect(files(of: store) == [])
            // One that is being recorded by two, of whom one may not.
            _ = try await store.keep(try receive(Self.pdf, in: store)) { _ in
                await #expect(throws: RegistryError.notAllowed) {
                    try await store.keep(try receive(Self.pdf, in: store)) { _ in throw RegistryError.notAllowed }
                }
                #expect(files(of: store).count == 1)
            }
            await #expect(throws: RegistryError.notAllowed) {
                try await store.keep(try receive(Self.pdf, in: store)) { _ in throw RegistryError.notAllowed }
            }
            #expect(files(of: store).count == 1)
            // Whether it was recorded nobody knows.
            let other = Self.pdf + [0x42]
            await #expect(throws: RegistryError.ambiguous) {
                try await store.keep(try receive(other, in: store)) { _ in throw RegistryError.ambiguous }
            }
            #expect(files(of: store).count == 2)
        }
    }

    @Test("B4 a file that was altered or is missing is seen; sending it again mends it; a crash's remains go")
    func damage() async throws {
        try await withStore { store in
            let kept = try await store.keep(try receive(Self.pdf, in: store)) { $0 }
            var altered = Self.pdf
            altered[2000] ^= 1
            try Data(altered).write(to: URL(fileURLWithPath: store.path(of: kept.hash)))
            #expect(try await store.condition(of: kept.hash, length: kept.length) == .altered)
            try FileManager.default.removeItem(atPath: store.path(of: kept.hash))
            #expect(try await store.condition(of: kept.hash, length: kept.length) == .missing)
            _ = try await store.keep(try receive(Self.pdf, in: store), record: { $0 })
            #expect(try await store.condition(of: kept.hash, length: kept.length) == .sound)

            try Data(Self.pdf).write(to: URL(fileURLWithPath: "\(store.folder)/incoming/half-a-file"))
            try store.prepare()
            #expect(files(of: store).count == 1)
        }
    }
}
