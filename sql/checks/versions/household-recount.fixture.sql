-- fires: a member too many; another head; closed since; in another book
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000101 -
--   household 00000000-0000-4000-8000-000000000102 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(n) from generate_series(100, 102) as n;
select fixture.household(200, 2), fixture.resident(1, household => 101), fixture.resident(2), fixture.resident(3, book => 2);
select fixture.believe();
select fixture.member(2, 100), fixture.member(3, 200, book => 2), fixture.close_household(102);
update registry.household_member set relation = '01' where resident_id = fixture.id(1);

-- silent: as the members are; a guest; a former member; empty; one more, and believed since
select fixture.household(100), fixture.household(101), fixture.household(102);
select fixture.resident(1, household => 100, relation => '01'), fixture.resident(2, household => 100), fixture.resident(3),
       fixture.resident(4, household => 100), fixture.resident(5);
select fixture.member(3, 101, principal => false), fixture.leave(4, 'departure'), fixture.believe();
select fixture.member(5, 102), fixture.believe('2024-07-01');
