import Testing

@testable import RegistryJobs

@Suite struct ScheduleTests {
    @Test("A schedule is minutes of the day and ISO weekdays")
    func minutes() {
        #expect(Schedule.daily(at: 0, 30).minutes == [30])
        #expect(Schedule.weekly(on: 7, at: 3).weekdays == [7])
        #expect(Schedule.hourly(at: 20).minutes.count == 24)
        #expect(Schedule.onDemand.minutes.isEmpty)
    }
}
