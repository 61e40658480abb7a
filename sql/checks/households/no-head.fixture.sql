-- fires: members, no head; the same in another book
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100), fixture.resident(2, household => 200, book => 2), fixture.believe();

-- silent: a head; nobody at all; closed
select fixture.household(100), fixture.household(101), fixture.household(102);
select fixture.resident(1, household => 100, relation => '01'), fixture.resident(2, household => 102);
select fixture.close_household(102), fixture.believe();
