import Foundation
import RegistryTestSupport
import Synchronization

/// A TCP proxy in front of a PostgreSQL socket that delays, cuts, resets and swallows, on plain sockets and threads.
///
/// Every connection through it, cancel requests included, gets the faults that `plan` says.
final class FaultProxy: Sendable {
    /// What happens to one connection; byte counts are of what the server has sent, its start-up (about 500) included.
    struct Faults: Sendable {
        /// Holds every piece back for so long, in both directions.
        var delayMilliseconds: UInt32 = 0
        /// Closes both sides after so many bytes, in the middle of a message.
        var cutAfter: Int?
        /// The same with a TCP reset, which throws away what is under way.
        var resetAfter: Int?
        /// From so many bytes on nothing gets through in either direction, and nothing is closed.
        var swallowAfter: Int?

        static let none = Faults()
    }

    /// POLLRDHUP, which Glibc's module leaves out.
    private static let peerClosed: Int16 = 0x2000

    let port: Int
    private let listener: Int32
    private let upstream: String
    private let plan: Mutex<@Sendable () -> Faults>
    private let sockets = Mutex<Set<Int32>>([])
    private let isStopped = Atomic<Bool>(false)
    private let connectionCount = Atomic<Int>(0)

    /// Listens on a free port of the loopback address and forwards to a unix socket.
    init(upstream: String, plan: @escaping @Sendable () -> Faults = { .none }) throws {
        self.upstream = upstream
        self.plan = Mutex(plan)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard bound else { throw ChildProcessError(code: errno, subject: "bind") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { self.accept() }
    }

    /// The faults of connections made from now on.
    func setPlan(_ plan: @escaping @Sendable () -> Faults) {
        self.plan.withLock { $0 = plan }
    }

    var connections: Int { connectionCount.load(ordering: .relaxed) }

    /// Breaks every connection there is.
    func breakAll() {
        sockets.withLock { for socket in $0 { shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        breakAll()
    }

    private func accept() {
        while !isStopped.load(ordering: .relaxed) {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { continue }
            connectionCount.add(1, ordering: .relaxed)
            let faults = plan.withLock { $0 }()
            Thread.detachNewThread { self.forward(client, faults) }
        }
    }

    private func connectUpstream() -> Int32? {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: upstream.utf8.prefix(path.count - 1))
        }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard connected else {
            close(server)
            return nil
        }
        return server
    }

    private func forward(_ client: Int32, _ faults: Faults) {
        guard let server = connectUpstream() else {
            close(client)
            return
        }
        sockets.withLock { $0.formUnion([client, server]) }
        defer {
            sockets.withLock { $0.subtract([client, server]) }
            close(client)
            close(server)
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var sent = 0
        while true {
            let isSwallowing = faults.swallowAfter.map { sent >= $0 } ?? false
            // A swallowed connection is only watched for its end.
            let events = isSwallowing ? Self.peerClosed : Int16(POLLIN)
            var items = [
                pollfd(fd: client, events: events, revents: 0), pollfd(fd: server, events: events, revents: 0),
            ]
            guard poll(&items, 2, isSwallowing ? 50 : -1) >= 0 else { return }
            if isSwallowing {
                if isStopped.load(ordering: .relaxed) || items.contains(where: { $0.revents != 0 }) { return }
                continue
            }
            for (item, other) in [(items[0], server), (items[1], client)] where item.revents != 0 {
                var count = recv(item.fd, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                if faults.delayMilliseconds > 0 { usleep(faults.delayMilliseconds * 1000) }
                var isLast = false
                if item.fd == server {
                    for limit in [faults.cutAfter, faults.resetAfter, faults.swallowAfter] {
                        guard let limit, sent + count >= limit else { continue }
                        count = max(0, limit - sent)
                        isLast = faults.swallowAfter == nil
                    }
                    sent += count
                }
                var offset = 0
                while offset < count {
                    let written = send(other, Array(buffer[offset..<count]), count - offset, Int32(MSG_NOSIGNAL))
                    guard written > 0 else { return }
                    offset += written
                }
                if isLast {
                    if faults.resetAfter != nil {
                        // Lingering for no time turns the close into a reset.
                        var linger = linger(l_onoff: 1, l_linger: 0)
                        setsockopt(
                            client,
                            SOL_SOCKET,
                            SO_LINGER,
                            &linger,
                            socklen_t(MemoryLayout.size(ofValue: linger))
                        )
                    }
                    return
                }
            }
        }
    }
}
