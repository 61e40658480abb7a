-- fires: at home in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100), fixture.resident(1, household => 200, book => 2);

-- silent: a guest in the other book; moved
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100), fixture.resident(1, book => 2),
       fixture.member(1, 200, book => 2, principal => false);
select fixture.resident(2, household => 100), fixture.leave(2, 'transfer', moved_to => 2), fixture.arrive(2, 2);
select fixture.member(2, 200, book => 2);
