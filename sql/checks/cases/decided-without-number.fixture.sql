-- fires: 31 days ago; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.case(101, 1, 'decided', since => jobs.today() - 31),
       fixture.case(102, 2, 'decided', since => jobs.today() - 90, book => 2);

-- silent: 30 days ago; not identified; numbered
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.case(101, 1, 'decided', since => jobs.today() - 30),
       fixture.case(102, 2, 'decided', since => jobs.today() - 31, outcome => 'not_identified'),
       fixture.case(103, 3, 'numbered', since => jobs.today() - 31);
