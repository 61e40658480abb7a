-- fires: nowhere; a guest only; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.household(100), fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2);
select fixture.member(2, 100, principal => false);
select fixture.believe();

-- silent: a member; nowhere, but gone
select fixture.household(100), fixture.resident(1, household => 100), fixture.resident(2), fixture.leave(2, 'departure');
select fixture.believe();
