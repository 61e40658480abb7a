// The benchmarks use this target too, linked statically, where the toolchain has no Testing.
#if canImport(Testing)
package import Testing

/// Gives a suite its own clone of the migrated template database, as `TestDatabase.current`.
///
/// The tests of a suite share the clone and run in parallel, so each works in data of its own (a book, a user).
package struct RegistryDatabaseTrait: SuiteTrait, TestScoping {
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        do {
            try await TestDatabase.$bound.withValue(database, operation: function)
        } catch {
            try? await server.drop(database)
            throw error
        }
        try await server.drop(database)
    }
}

extension Trait where Self == RegistryDatabaseTrait {
    /// Gives the suite its own clone of the migrated template database, as `TestDatabase.current`.
    package static var registryDatabase: Self { Self() }
}
#endif
