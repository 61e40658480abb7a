import FoundationEssentials
import Postgres
import RegistryTestSupport
import Testing

@testable import Registry

/// What the server undoes because of what others do.
@Suite(.registryDatabase) struct RetryTests {
    /// A function that fails as a deadlock does until it was called so often; calls are counted past every rollback.
    private func plant(_ name: String, failing times: Int, sqlState: String = "40P01") async throws {
        try await TestDatabase.current.superuserSQL(
            """
            create sequence public.\(name)_calls;
            create function public.\(name)() returns int language plpgsql security definer as $$
            begin
                if nextval('public.\(name)_calls') <= \(times) then
                    raise exception 'lost' using errcode = '\(sqlState)';
                end if;
                return 1;
            end
            $$;
            grant usage on schema public to sogoc_app;
            grant execute on function public.\(name)() to sogoc_app
            """
        )
    }

    private func calls(_ name: String) async throws -> String {
        try await TestDatabase.current.superuserSQL("select last_value from public.\(name)_calls")
    }

    private func call(_ name: String, _ registry: Registry, as officer: TestOfficer) async throws -> Int32 {
        try await registry.write(
            Query(
                [
                    "insert into registry.resident (book_id, id, recorded_by) values (\(cuKbang.book), \(UUID.v7()), auth.user_id())",
                    "select public.\(raw: name)() as answer",
                ]
            ) { try $0[1][0]["answer"] },
            as: officer.caller,
            action: "test.\(name)",
            book: cuKbang.book,
            residents: []
        )
    }

    @Test("A write that lost to others is begun again, whole and unseen, and leaves its rows once")
    func again() async throws {
        let officer = try await TestDatabase.current.officer(of: cuKbang.code)
        try await plant("twice", failing: 2)
        try await TestDatabase.current.withRegistry { registry async throws in
            #expect(try await call("twice", registry, as: officer) == 1)
        }
        #expect(try await calls("twice") == "3")
        let kept = try await TestDatabase.current.superuserSQL(
            """
            select (select count(*) from registry.resident where recorded_by = \(officer.userID)),
                   (select count(*) from audit.event where action = 'test.twice')
            """
        )
        #expect(kept == "1|1")
    }

    @Test(
        "One that loses every time is told that the service is busy; what is refused for another reason is not repeated"
    )
    func bounded() async throws {
        let officer = try await TestDatabase.current.officer(of: cuKbang.code)
        try await plant("always", failing: 1_000)
        try await plant("wrong", failing: 1_000, sqlState: "23514")
        try await TestDatabase.current.withRegistry { registry async throws in
            await #expect(throws: RegistryError.busy) { try await call("always", registry, as: officer) }
            await #expect(throws: RegistryError.self) { try await call("wrong", registry, as: officer) }
        }
        #expect(try await calls("always") == "3")
        #expect(try await calls("wrong") == "1")
        let kept = try await TestDatabase.current.superuserSQL(
            "select count(*) from registry.resident where recorded_by = \(officer.userID)"
        )
        #expect(kept == "0")
    }
}
