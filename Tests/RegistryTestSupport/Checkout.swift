import Foundation

/// Where this checkout and what was built from it lie.
package enum Checkout {
    /// The folder of Package.swift, told by the place of this file.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The folder of the running test, where the same build has put its executables.
    package static let products = URL(fileURLWithPath: "/proc/self/exe")
        .resolvingSymlinksInPath().deletingLastPathComponent().path
}
