-- fires: for one of another book that is decided, numbered, closed, withdrawn
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000103
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000104
select fixture.resident(n), fixture.resident(10 + n, book => 2) from generate_series(1, 4) as n;
select fixture.case(111, 11, 'decided', book => 2), fixture.case(112, 12, 'numbered', book => 2),
       fixture.case(113, 13, 'closed', book => 2), fixture.case(114, 14, 'withdrawn', book => 2);
select fixture.case(100 + n, n, 'held', waits => 110 + n, waits_book => 2) from generate_series(1, 4) as n;

-- silent: the other goes on; the other waits itself
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.case(101, 1, 'gathering'), fixture.case(102, 2, 'held', waits => 101), fixture.case(103, 3, 'held', waits => 102);
