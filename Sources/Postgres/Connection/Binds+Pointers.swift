extension Binds {
    /// Lends the values as libpq wants them: three arrays of pointers, lengths and formats, all binary.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        guard !isEmpty else { return body(nil, nil, nil) }
        return bytes.withUnsafeBytes { buffer in
            // An empty array may have no address, while NULL would mean the value NULL.
            let base = buffer.baseAddress ?? UnsafeRawPointer(Self.somewhere)
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                    for (index, entry) in entries.enumerated() {
                        let isNull = entry.length < 0
                        let value = isNull ? nil : (base + entry.offset).assumingMemoryBound(to: CChar.self)
                        values.initializeElement(at: index, to: value)
                        numbers.initializeElement(at: index, to: Int32(truncatingIfNeeded: max(entry.length, 0)))
                        numbers.initializeElement(at: count + index, to: 1)
                    }
                    let lengths = numbers.baseAddress.map { UnsafePointer($0) }
                    return body(values.baseAddress.map { UnsafePointer($0) }, lengths, lengths.map { $0 + count })
                }
            }
        }
    }

    /// An address for values without bytes.
    private nonisolated(unsafe) static let somewhere = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
}
