-- fires: placed since; moved since, with a member; a member without household in a settlement; the same in another book
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000101 -
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100, placed => false), fixture.household(101), fixture.household(200, 2, placed => false);
select fixture.settlement(301), fixture.settlement(302, 2), fixture.resident(1, household => 101), fixture.resident(2),
       fixture.believe();
select fixture.place(100, 301), fixture.place(101, 301), fixture.place(200, 302, 2);
update registry.resident_version set settlement_id = fixture.id(301) where resident_id = fixture.id(2);

-- silent: where it was placed last, its member too; nowhere; a guest; one household in two books; moved and believed since
select fixture.settlement(301), fixture.household(100), fixture.place(100, 301), fixture.resident(1, household => 100);
select fixture.household(101, placed => false), fixture.resident(2, household => 101), fixture.resident(3);
select fixture.member(3, 100, principal => false), fixture.household(102), fixture.household(102, 2);
select fixture.resident(4, household => 102), fixture.resident(5, household => 102, book => 2), fixture.believe('2024-05-01');
select fixture.place(102, 301), fixture.believe();
