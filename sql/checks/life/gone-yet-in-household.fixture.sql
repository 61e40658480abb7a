-- fires: gone, still a member and a guest of the same household; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000100
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000100 book=2
select fixture.household(100), fixture.household(100, 2);
select fixture.resident(1, household => 100), fixture.resident(2, household => 100, book => 2), fixture.resident(3);
select fixture.member(1, 100, principal => false);
select fixture.leave(1, 'departure', memberships => false), fixture.leave(2, 'departure', book => 2, memberships => false);

-- silent: here; gone with the membership; gone and back
select fixture.household(100);
select fixture.resident(n, household => 100) from generate_series(1, 3) as n;
select fixture.leave(2, 'departure'), fixture.leave(3, 'departure', memberships => false);
select fixture.arrive(3, 1, '2024-06-01', 'return', null);
