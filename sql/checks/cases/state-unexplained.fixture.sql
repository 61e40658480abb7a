-- fires: without any event; further than the last; a step is missing; it begins in the middle; more was counted; elsewhere
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101 state
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 state
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000103 chain
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000104 chain
--   resident 00000000-0000-4000-8000-000000000005 00000000-0000-4000-8000-000000000105 state
--   resident 00000000-0000-4000-8000-000000000006 00000000-0000-4000-8000-000000000106 chain
--   resident 00000000-0000-4000-8000-000000000007 00000000-0000-4000-8000-000000000107 state book=2
select fixture.resident(n) from generate_series(1, 6) as n;
select fixture.resident(7, book => 2);
select fixture.case(101, 1, 'declared'), fixture.case(102, 2, 'proposed'), fixture.case(103, 3, 'searched', revision => 2),
       fixture.case(104, 4, 'claimed', revision => 2), fixture.case(105, 5, 'declared', revision => 2),
       fixture.case(106, 6, 'claimed', revision => 3), fixture.case(107, 7, 'declared', book => 2);
select fixture.case_event(102, 1, 'open', null, 'declared'), fixture.case_event(103, 1, 'open', null, 'declared'),
       fixture.case_event(103, 2, 'search_duplicates', 'claimed', 'searched'),
       fixture.case_event(104, 2, 'record_claims', 'declared', 'claimed'),
       fixture.case_event(105, 1, 'open', null, 'declared'),
       fixture.case_event(106, 1, 'open', null, 'declared'),
       fixture.case_event(106, 3, 'record_claims', 'declared', 'claimed');

-- silent: opened; gone on step by step; marked where it stands
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.case(101, 1, 'declared'), fixture.case(102, 2, 'searched', revision => 3), fixture.case(103, 3, 'declared', revision => 2);
select fixture.case_event(100 + n, 1, 'open', null, 'declared') from generate_series(1, 3) as n;
select fixture.case_event(102, 2, 'record_claims', 'declared', 'claimed'),
       fixture.case_event(102, 3, 'search_duplicates', 'claimed', 'searched'),
       fixture.case_event(103, 2, 'overdue', 'declared', 'declared', actor => null);
