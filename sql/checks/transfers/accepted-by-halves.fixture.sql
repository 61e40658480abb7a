-- fires: never left; left on another day, and to another commune; never arrived; arrived on another day
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000701
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000702
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000703
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000704 book=2
--   resident 00000000-0000-4000-8000-000000000005 00000000-0000-4000-8000-000000000705 book=2
select fixture.resident(n), fixture.transfer(700 + n, n, 'accepted') from generate_series(1, 5) as n;
select fixture.leave(2, 'transfer', '2024-05-02', moved_to => 2), fixture.leave(3, 'transfer', moved_to => 3),
       fixture.leave(4, 'transfer', moved_to => 2), fixture.leave(5, 'transfer', moved_to => 2);
select fixture.arrive(1, 2), fixture.arrive(2, 2), fixture.arrive(3, 2), fixture.arrive(5, 2, '2024-05-02');

-- silent: left and arrived; not yet accepted
select fixture.resident(1), fixture.transfer(701, 1, 'accepted'), fixture.leave(1, 'transfer', moved_to => 2), fixture.arrive(1, 2);
select fixture.resident(2), fixture.transfer(702, 2);
