import ArgumentParser
import AsyncHTTPClient
import Configuration

@main
struct SoGoc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sogoc", abstract: "The register of record.")
}
