-- fires: opened after the death; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.leave(1, 'death'), fixture.leave(2, 'departure', book => 2);
select fixture.case(101, 1), fixture.case(102, 2, 'decided', book => 2);

-- silent: here; gone with a case that is over; gone and back
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.leave(2, 'death'), fixture.leave(3, 'departure'), fixture.leave(4, 'departure');
select fixture.arrive(4, 1, '2024-06-01', 'return', null);
select fixture.case(101, 1), fixture.case(102, 2, 'withdrawn'), fixture.case(103, 3, 'closed'), fixture.case(104, 4);
