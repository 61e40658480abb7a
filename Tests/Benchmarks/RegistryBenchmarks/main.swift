import Foundation
import RegistryTestSupport

// Measures the figures of the issues; deploy/bench builds this in release mode and gives it a PostgreSQL.
//
//   RegistryBenchmarks [GLOB] [--full] [--keep FOLDER]

let batteries = [
    Battery("import/") { try await ImportBenchmarks(full: $0.full).figures() },
    Battery("night/kill-9") { try await DisturbedNightBenchmarks(full: $0.full).killed() },
    Battery("night/restart") { try await DisturbedNightBenchmarks(full: $0.full).restarted() },
    Battery("night/sigstop") { try await DisturbedNightBenchmarks(full: $0.full).stopped() },
    Battery("night/70k") { try await NightBenchmarks.ofDistrict(full: $0.full) },
    Battery("night/http") { try await NightHTTPBenchmarks(full: $0.full).figures() },
    Battery("night/2m") { try await NightBenchmarks.ofTwoMillions(full: $0.full, keptIn: $0.keep) },
    Battery("life/") { try await LifeBenchmarks(full: $0.full).figures() },
    Battery("areas/") { _ in try await AreaBenchmarks(district: District.loaded()).figures() },
    Battery("targets/") { try await TargetBenchmarks(district: District.loaded(), full: $0.full).figures() },
    Battery("client/") { try await ClientBenchmarks.figures(full: $0.full) },
    Battery("search/", "report/", "service/") {
        try await ServiceBenchmarks(district: District.loaded(), full: $0.full).figures()
    },
]

do {
    let options = try Options(CommandLine.arguments.dropFirst())
    var failed = false
    for battery in batteries where battery.isWanted(by: options) {
        do {
            for figure in try await battery.measure(options) where options.names(figure) { print(figure.line) }
        } catch {
            note("\(battery.prefixes[0]): \(error)")
            failed = true
        }
    }
    exit(failed ? 1 : 0)
} catch {
    note("\(error)")
    exit(64)
}
