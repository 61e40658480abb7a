import Foundation
import Synchronization

/// Ports of the loopback address for services that tests start.
package enum FreePort {
    /// Below what the kernel gives to outgoing connections (32768 and up), so that none of those takes the port between
    /// this look and the service's own bind; and each port once, so that no two tests do.
    private static let next = Mutex(Int.random(in: 20_000..<30_000))

    /// A port that nobody listens on at this moment.
    ///
    /// - Throws: ``ChildProcessError`` when a thousand in a row are taken.
    package static func take() throws -> Int {
        for _ in 0..<1000 {
            let port = next.withLock { next in
                next = next < 31_999 ? next + 1 : 20_000
                return next
            }
            if isFree(port) { return port }
        }
        throw ChildProcessError(code: EADDRINUSE, subject: "ports")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
