-- fires: nowhere; in a third book; in the other book, but long before
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000001 9001 book=-
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000002 9002 book=-
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000003 9003 book=-
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(9, book => 2, since => '2024-05-01');
select fixture.leave(n, 'transfer', moved_to => 2) from generate_series(1, 3) as n;
select fixture.arrive(2, 3), fixture.arrive(3, 2, '2023-01-01', 'registered', null);
select fixture.renumber_stay(n, 9000 + n) from generate_series(1, 3) as n;

-- silent: arrived on the day; gone otherwise
select fixture.resident(1), fixture.resident(2);
select fixture.leave(1, 'transfer', moved_to => 2), fixture.arrive(1, 2), fixture.leave(2, 'departure');
