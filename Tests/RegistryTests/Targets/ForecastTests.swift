import Foundation
import Testing

@testable import Registry

struct ForecastTests {
    /// Days that bring about ten, with a spread of their own.
    private static let days = [8, 12, 10, 9, 11, 7, 13, 10, 10, 10, 6, 14, 10, 9, 11, 12, 8, 10, 10, 10]

    @Test("C8 the range lies around the likely day, widens with what is left, and is the same each time")
    func range() throws {
        var width = 0
        for left in [50, 200, 1_000] {
            let forecast = Forecast(left: left, gains: Self.days)
            #expect(forecast.perDay == 10 && forecast == Forecast(left: left, gains: Self.days))
            let range = try #require(forecast.toFinish)
            let (early, likely, late) = try (
                #require(range.early), #require(range.likely), #require(range.late)
            )
            #expect(early <= likely && likely <= late && likely == left / 10)
            #expect(late - early > width)
            width = late - early
            let gained = forecast.gained(in: likely)
            #expect(gained.low < left && gained.likely == left && gained.high == left)
        }
    }

    @Test(
        "C8 the ends of the range are the tenth and the ninetieth percentile of sums of days like those that were measured"
    )
    func percentiles() throws {
        let forecast = Forecast(left: 400, gains: Self.days)
        let range = try #require(forecast.toFinish)
        var generator = SystemRandomNumberGenerator()
        // The Poisson floor makes the foretold days wider than these, so draws are from days with that variance.
        let (mean, trials) = (10.0, 20_000)
        var finished: [Int] = []
        for _ in 0..<trials {
            let known = mean + Self.normal(&generator) * (mean / Double(Self.days.count)).squareRoot()
            var (sum, day) = (0.0, 0)
            while sum < 400, day < Forecast.horizon {
                day += 1
                sum += known + Self.normal(&generator) * mean.squareRoot()
            }
            finished.append(day)
        }
        let sorted = finished.sorted()
        #expect(abs(sorted[trials / 10] - (range.early ?? 0)) <= 2)
        #expect(abs(sorted[trials * 9 / 10] - (range.late ?? 0)) <= 2)
    }

    /// One of the standard normal distribution (Box and Muller).
    private static func normal(_ generator: inout SystemRandomNumberGenerator) -> Double {
        let radius = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
        return (-2 * log(radius)).squareRoot() * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    @Test("C8 equal days do not pretend to know more than a Poisson process does")
    func equalDays() throws {
        let range = try #require(Forecast(left: 100, gains: Array(repeating: 10, count: 20)).toFinish)
        let (early, late) = (try #require(range.early), try #require(range.late))
        #expect(early < 10 && late > 10)
    }

    @Test("C8 nothing gained, nobody left, a last day that has passed, and what is beyond two years")
    func edges() throws {
        let none = Forecast(left: 10, gains: Array(repeating: 0, count: 20))
        #expect(none.toFinish == nil && none.outlook(workingDaysLeft: 5, isPast: false) == .noPace)
        #expect(none.gained(in: 5) == (0, 0, 0))
        #expect(Forecast(left: 10, gains: []).outlook(workingDaysLeft: 5, isPast: false) == .noPace)

        let done = Forecast(left: 0, gains: Self.days)
        #expect(done.toFinish == nil && done.outlook(workingDaysLeft: 0, isPast: true) == .done)

        let past = Forecast(left: 10, gains: Self.days)
        #expect(past.outlook(workingDaysLeft: 0, isPast: true) == .missed && past.toFinish != nil)

        let far = Forecast(left: 1_000_000, gains: Self.days)
        #expect(far.toFinish == Forecast.Range(early: nil, likely: nil, late: nil))
        #expect(far.outlook(workingDaysLeft: 400, isPast: false) == .late)
        // One gained in four weeks: it may well never be done at that pace.
        let slow = Forecast(left: 5, gains: [1] + Array(repeating: 0, count: 19))
        #expect(slow.toFinish?.late == nil && slow.toFinish?.likely == 100)
    }

    @Test("C8 on time where the late end is, uncertain where only the early end is, late where neither is")
    func outlook() throws {
        let forecast = Forecast(left: 100, gains: Self.days)
        let range = try #require(forecast.toFinish)
        let (early, late) = (try #require(range.early), try #require(range.late))
        #expect(forecast.outlook(workingDaysLeft: late, isPast: false) == .onTime)
        #expect(forecast.outlook(workingDaysLeft: late - 1, isPast: false) == .uncertain)
        #expect(forecast.outlook(workingDaysLeft: early, isPast: false) == .uncertain)
        #expect(forecast.outlook(workingDaysLeft: early - 1, isPast: false) == .late)
    }
}
