-- fires: for three days; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.case(101, 1, due => jobs.today() - 3), fixture.case(102, 2, 'declared', due => jobs.today() - 60, book => 2);

-- silent: since yesterday; escalated; over; no clock
select fixture.resident(n) from generate_series(1, 5) as n;
select fixture.case(101, 1, due => jobs.today() - 2),
       fixture.case(102, 2, due => jobs.today() - 3, escalated => jobs.today() - 2),
       fixture.case(103, 3, 'withdrawn', due => jobs.today() - 3), fixture.case(104, 4, 'closed', due => jobs.today() - 3),
       fixture.case(105, 5, 'numbered');
