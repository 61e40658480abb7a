import Registry

/// The users of a demonstration installation, left in a file of mode 0600 for whoever tries it.
enum DemonstrationUsersFile {
    /// Makes the users and writes `demo-users.json` into `SOGOC_STATE_DIR`, else into the working folder.
    ///
    /// - Parameters:
    ///   - province: The code of the administrators' area.
    ///   - district: The code of the district officers' area.
    ///   - communes: The codes of one or two communes.
    /// - Returns: The file's path.
    /// - Throws: ``CommandFailure`` where the installation has administrators of its own.
    static func make(province: String, district: String, communes: [String]) async throws -> String {
        let settings = try Settings()
        let access = try settings.databaseAccess()
        let key = try settings.secondFactorKey(isMaking: true)
        let users = try await Connecting.asOwner { owner in
            try await Registry.withRegistry(access: access, connections: 1, logger: Connecting.silent) { registry in
                let users = DemonstrationUsers(registry: registry, owner: owner, key: key, osUser: OSUser.current)
                do {
                    return try await users.make(province: province, district: district, communes: communes)
                } catch RegistryError.notAllowed {
                    throw CommandFailure(
                        .notAllowed,
                        vi: "Bản cài đặt này đã có quản trị viên riêng; không tạo người dùng trình diễn.",
                        en: "This installation has administrators of its own; demonstration users are not made."
                    )
                }
            }
        }
        let path = "\(settings.stateFolder ?? ".")/demo-users.json"
        try SecretFile.replace(path, with: users.json())
        return path
    }
}
