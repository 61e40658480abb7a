import Synchronization

/// A mutex for state that libpq's rules bind together, where `Mutex<Value>` cannot own all of it.
///
/// `Mutex.withLock` wants its result to be `sending`, which a part of guarded state is not; hence its two halves are
/// called here. It lies inside of the object that it guards, so that a request costs no allocation for it.
struct Lock: ~Copyable {
    private let mutex = Mutex(())

    func withLock<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        mutex._unsafeLock()
        defer { mutex._unsafeUnlock() }
        return try body()
    }
}
