-- fires: a husband who is a woman, a wife who is a man, and so on; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000005 - book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100, relation => '02', sex => 'M'),
       fixture.resident(2, household => 100, relation => '08', sex => 'F'),
       fixture.resident(3, household => 100, relation => '07', sex => 'F'),
       fixture.resident(4, household => 100, relation => '13', sex => 'M'),
       fixture.resident(5, household => 200, relation => '02', sex => 'M', book => 2);
select fixture.believe();

-- silent: as the words say; a relation of either sex; sex not said; in no household
select fixture.household(100);
select fixture.resident(1, household => 100, relation => '02', sex => 'F'),
       fixture.resident(2, household => 100, relation => '08', sex => 'M'),
       fixture.resident(3, household => 100, relation => '04', sex => 'M'),
       fixture.resident(4, household => 100, relation => '04', sex => 'F'),
       fixture.resident(5, household => 100, relation => '02', sex => null), fixture.resident(6);
select fixture.believe();
