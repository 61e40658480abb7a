// swift-tools-version: 6.2
import PackageDescription

/// An import is private to its file unless it says otherwise, and only what a file imports is visible in it; with
/// `--explicit-target-dependency-import-check error` these lines hold the boundaries of the architecture.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let dequeModule: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "sogoc",
    products: [
        .executable(name: "sogoc", targets: ["sogoc"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Postgres",
            dependencies: ["CLibpq", dequeModule, logging, serviceLifecycle],
            swiftSettings: settings
        ),
        .target(name: "CivilIdentity", swiftSettings: settings),
        .target(
            name: "Registry",
            dependencies: [
                "CivilIdentity", "Postgres", crypto, cryptoExtras, logging, metrics, mustache, serviceLifecycle,
                subprocess,
            ],
            resources: [
                .embedInCode("Letters/Templates/verification-request.mustache"),
                .embedInCode("Reports/Templates/article.mustache"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RegistryJobs",
            dependencies: ["CivilIdentity", "Postgres", "Registry", crypto, logging],
            swiftSettings: settings
        ),
        .target(
            name: "RegistryWeb",
            dependencies: [
                "CivilIdentity", "Registry", crypto, httpTypes, hummingbird, hummingbirdCore, logging, metrics, nioCore,
                serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "sogoc",
            dependencies: [
                "CivilIdentity", "Postgres", "Registry", "RegistryJobs", "RegistryWeb", argumentParser, asyncHTTPClient,
                configuration, crypto, hummingbird, logging, metrics, nioCore, nioHTTP1, nioPosix, serviceLifecycle,
                unixSignals,
            ],
            swiftSettings: settings
        ),

        .target(
            name: "RegistryTestSupport",
            dependencies: [
                "CivilIdentity", "Postgres", "Registry", "RegistryWeb", asyncHTTPClient, logging, nioCore, nioHTTP1,
            ],
            path: "Tests/RegistryTestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["CLibpq", "Postgres", "RegistryTestSupport", logging, serviceLifecycle],
            swiftSettings: settings
        ),
        .testTarget(name: "CivilIdentityTests", dependencies: ["CivilIdentity"], swiftSettings: settings),
        .testTarget(
            name: "RegistryTests",
            dependencies: ["CivilIdentity", "Postgres", "Registry", "RegistryTestSupport", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RegistryJobsTests",
            dependencies: ["CivilIdentity", "Postgres", "Registry", "RegistryJobs", "RegistryTestSupport", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RegistryWebTests",
            dependencies: [
                "CivilIdentity", "Postgres", "Registry", "RegistryTestSupport", "RegistryWeb", httpTypes, hummingbird,
                hummingbirdCore, hummingbirdTesting, logging, nioCore, nioPosix, serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SogocTests",
            dependencies: ["CivilIdentity", "Postgres", "Registry", "RegistryTestSupport", "sogoc", logging],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "RegistryBenchmarks",
            dependencies: [
                "CLibpq", "CivilIdentity", "Postgres", "Registry", "RegistryJobs", "RegistryTestSupport",
                asyncHTTPClient, logging, nioCore, nioHTTP1,
            ],
            path: "Tests/Benchmarks/RegistryBenchmarks",
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
