import Registry

/// What the doctor says of scans and letters: each that the database records must lie in the folder as it was recorded.
struct FileDiagnosis {
    let settings: Settings
    let access: DatabaseAccess

    func finding() async -> Diagnosis.Finding {
        do {
            guard let store = try settings.fileStore() else {
                return Diagnosis.Finding(
                    .warning,
                    "files",
                    vi: "Chưa đặt SOGOC_FILES_DIR: không nhận được bản chụp, không phát hành được công văn.",
                    en: "SOGOC_FILES_DIR is not set: no scan can be kept and no letter issued.",
                    remedy: "export SOGOC_FILES_DIR=…"
                )
            }
            let inspection = try await FileInspection.run(store, access: access, logger: Connecting.silent)
            guard inspection.isSound else { return Self.unsound(inspection, store) }
            return inspection.unrecorded.isEmpty
                ? Diagnosis.Finding(
                    .fine,
                    "files",
                    vi: "\(store.folder): \(inspection.recorded) tệp",
                    en: "\(store.folder): \(inspection.recorded) files"
                )
                : Diagnosis.Finding(
                    .warning,
                    "files",
                    vi: "\(inspection.unrecorded.count) tệp không có bản ghi: \(Self.names(inspection.unrecorded))",
                    en: "\(inspection.unrecorded.count) files in no record: \(Self.names(inspection.unrecorded))",
                    remedy: "rm \(inspection.unrecorded.first.map { store.path(of: $0) } ?? store.folder)"
                )
        } catch {
            let failure = CommandFailure(error)
            return Diagnosis.Finding(
                .unknown,
                "files",
                vi: failure?.sentence.vi ?? "\(error)",
                en: failure?.sentence.en ?? "\(error)",
                remedy: "deploy/up"
            )
        }
    }

    private static func unsound(_ inspection: FileInspection, _ store: FileStore) -> Diagnosis.Finding {
        let wrong = inspection.missing + inspection.altered
        return Diagnosis.Finding(
            .wrong,
            "files",
            vi: """
                \(inspection.missing.count) tệp mất, \(inspection.altered.count) tệp bị thay đổi trong \(store.folder): \
                \(names(wrong))
                """,
            en: """
                \(inspection.missing.count) files missing, \(inspection.altered.count) altered in \(store.folder): \
                \(names(wrong))
                """,
            remedy: "cp BACKUP/files/… \(wrong.first.map { store.path(of: $0) } ?? store.folder)"
        )
    }

    /// A few of them, so that a folder that is gone does not fill the screen.
    private static func names(_ hashes: some Collection<ContentHash>) -> String {
        let shown = hashes.prefix(5).map(\.hexadecimal).joined(separator: ", ")
        return hashes.count > 5 ? shown + ", …" : shown
    }
}
