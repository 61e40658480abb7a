-- fires: in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(1), fixture.arrive(1, 2);
select fixture.case(101, 1, 'claimed'), fixture.case(102, 1, 'held', book => 2, waits => 101, waits_book => 1);

-- silent: one after the other; one of them is over
select fixture.resident(1), fixture.resident(2), fixture.arrive(2, 2);
select fixture.case(101, 1, 'withdrawn'), fixture.case(102, 1), fixture.case(103, 2, 'closed'), fixture.case(104, 2, book => 2);
