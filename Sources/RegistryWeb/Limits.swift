package import NIOCore

/// What a request may cost before anything is looked up (design/access.md, "Limits").
package struct Limits: Sendable {
    /// Bytes of a body; imports do not come this way.
    package var body = 1 << 20
    /// From the head to the end of the body.
    package var bodyTime: Duration = .seconds(20)
    /// The same for a file that is sent; its size the file store limits.
    package var fileTime: Duration = .seconds(120)
    /// How long a connection may be silent, or take to send a head: bytes of an unfinished head do not count as a sign
    /// of life, because only whole parts reach the handler that keeps this time.
    package var idleTime: TimeAmount = .seconds(20)
    /// Bytes of all header fields.
    package var head = 32 * 1024
    package var connections = 1024
    /// After SIGTERM, for requests that are being answered.
    package var drain: Duration = .seconds(10)
    /// How long a connection whose request was refused midway may take to notice.
    package var linger: TimeAmount = .seconds(1)

    package init() {}
}
