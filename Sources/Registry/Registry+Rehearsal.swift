import Postgres

extension Registry {
    /// What a query would find if something had been written: it is written, read by `reading`, and taken back.
    ///
    /// For what has to be made of the outcome before it may stand, and takes longer than a transaction may: a letter with
    /// the number that its request will get. Whoever writes afterwards says what he relies on, since others may have been
    /// quicker. Leaves no event: nothing happened, and nobody was shown anything.
    ///
    /// - Throws: ``RegistryError``: what writing would throw.
    func rehearse<Value: Sendable>(
        _ change: Query<Void>,
        reading: Query<Value>,
        as caller: Caller
    ) async throws -> Value {
        let enter: SQL = "select auth.enter(\(caller.token.secret)) as user_id"
        let statements = [enter] + change.statements + reading.statements
        do {
            return try await app.transaction(deadline: .seconds(10), attempts: Self.attempts) { transaction -> Value in
                let results = try await transaction.pipeline(statements)
                guard let row = results.first?.first, try row["user_id"] as Int32? != nil else {
                    throw RegistryError.notSignedIn
                }
                // Rolls back.
                throw Rehearsed(value: try reading.decode(Array(results.dropFirst(1 + change.statements.count))))
            }
        } catch let done as Rehearsed<Value> {
            return done.value
        } catch let error as PostgresError {
            throw RegistryError(error)
        }
    }

    private struct Rehearsed<Value: Sendable>: Error {
        let value: Value
    }
}
