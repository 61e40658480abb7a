import Foundation
import RegistryTestSupport

// Measures the figures of the issues; deploy/bench builds this in release mode and gives it a PostgreSQL.
//
//   RegistryBenchmarks [GLOB] [--full]

let arguments = CommandLine.arguments.dropFirst()
let full = arguments.contains("--full")
let glob = arguments.first { !$0.hasPrefix("--") } ?? "*"

let batteries: [Battery] = [
    Battery(prefix: "import") { full in try await ImportBenchmarks(full: full).figures() },
    Battery(prefix: "night") { full in try await NightBenchmarks(full: full).figures() },
    Battery(prefix: "client") { full in try await ClientBenchmarks.figures(full: full) },
    Battery(prefix: "search report service") { full in
        try await ServiceBenchmarks(district: District.loaded(), full: full).figures()
    },
]

/// Whether a battery may hold a figure that the glob asks for.
func isWanted(_ battery: Battery) -> Bool {
    battery.prefix.split(separator: " ").contains { prefix in
        let folder = glob.prefix { $0 != "/" }
        return fnmatch(String(folder), String(prefix), 0) == 0
    }
}

var failed = false
for battery in batteries where isWanted(battery) {
    do {
        for figure in try await battery.measure(full) where fnmatch(glob, figure.name, 0) == 0 {
            print(figure.line)
        }
    } catch {
        FileHandle.standardError.write(Data("\(battery.prefix): \(error)\n".utf8))
        failed = true
    }
}
exit(failed ? 1 : 0)
