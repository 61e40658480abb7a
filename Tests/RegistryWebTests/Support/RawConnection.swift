import Foundation

/// A TCP connection on which a test says exactly what it wants, as slowly as it wants, on a thread of its own.
enum RawConnection {
    struct Outcome: Sendable {
        let received: String
        /// Whether the other side has closed the connection.
        let isClosed: Bool
        let seconds: Double
    }

    /// Sends the pieces with a pause after each, then waits until the other side closes or `patience` is over.
    ///
    /// The last piece waits for a signal where there is one to wait for.
    static func talk(
        port: Int,
        _ pieces: [[UInt8]],
        pause: Double = 0,
        lastAfter signal: DispatchSemaphore? = nil,
        patience: Double = 120
    ) async -> Outcome {
        await withCheckedContinuation { continuation in
            Thread {
                continuation.resume(returning: talk(on: port, pieces, pause, signal, patience))
            }.start()
        }
    }

    private static func talk(
        on port: Int,
        _ pieces: [[UInt8]],
        _ pause: Double,
        _ signal: DispatchSemaphore?,
        _ patience: Double
    ) -> Outcome {
        let start = Date()
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        var received: [UInt8] = []
        var isClosed = !isConnected
        func read(for seconds: Double) {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard !isClosed, poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { received += buffer[..<count] } else { isClosed = true }
        }
        for (index, piece) in pieces.enumerated() where !isClosed {
            if index == pieces.count - 1, let signal { _ = signal.wait(timeout: .now() + patience) }
            let sent = piece.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent < 0 {
                read(for: 0.5)
                isClosed = true
            }
            read(for: pause)
        }
        while !isClosed, Date().timeIntervalSince(start) < patience { read(for: 0.1) }
        return Outcome(
            received: String(decoding: received, as: UTF8.self),
            isClosed: isClosed,
            seconds: Date().timeIntervalSince(start)
        )
    }
}
