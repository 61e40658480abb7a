-- fires: a household that is not believed; another one; another relation; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.household(100), fixture.household(101), fixture.household(200, 2);
select fixture.resident(1), fixture.resident(2, household => 100), fixture.resident(3, household => 100),
       fixture.resident(4, book => 2), fixture.believe();
select fixture.member(1, 100), fixture.member(4, 200, book => 2);
update registry.household_member set household_id = fixture.id(101) where resident_id = fixture.id(2);
update registry.household_member set relation = '01' where resident_id = fixture.id(3);

-- silent: a member; in none; a guest elsewhere; a former member; moved and believed since
select fixture.household(100), fixture.household(101);
select fixture.resident(1, household => 100), fixture.resident(2), fixture.resident(3), fixture.resident(4, household => 100);
select fixture.member(3, 100, principal => false), fixture.leave(4, 'departure'), fixture.believe();
select fixture.member(2, 101), fixture.believe('2024-07-01');
