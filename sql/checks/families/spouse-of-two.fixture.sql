-- fires: named by two, one of them of another book; by one in each of two books where the person was
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=-
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
--   resident 00000000-0000-4000-8000-000000000004 - book=-
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2);
select fixture.kin(2, 'spouse', 1), fixture.kin(3, 'spouse', 1, book => 2, kin_book => 1);
select fixture.resident(4), fixture.resident(4, book => 2), fixture.resident(5), fixture.resident(6, book => 2);
select fixture.kin(5, 'spouse', 4), fixture.kin(6, 'spouse', 4, book => 2), fixture.believe();

-- silent: named by one; by a second one who is dead; as mother by two; one person in two books
select fixture.resident(n) from generate_series(1, 5) as n;
select fixture.kin(2, 'spouse', 1), fixture.kin(3, 'spouse', 1), fixture.kin(2, 'mother', 4), fixture.kin(5, 'mother', 4);
select fixture.leave(3, 'death'), fixture.resident(2, book => 2), fixture.kin(2, 'spouse', 1, book => 2, kin_book => 1);
select fixture.believe();
