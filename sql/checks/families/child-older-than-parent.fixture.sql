-- fires: a head's child, and a mother told as kin, a day older; a head who is told as the mother too; in another book
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000001
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000003
--   resident 00000000-0000-4000-8000-000000000008 00000000-0000-4000-8000-000000000007
--   resident 00000000-0000-4000-8000-000000000006 00000000-0000-4000-8000-000000000005 book=2
select fixture.household(100), fixture.household(101), fixture.household(200, 2);
select fixture.resident(1, household => 100, relation => '01'),
       fixture.resident(2, household => 100, relation => '04', born => '1980-05-04'),
       fixture.resident(3), fixture.resident(4, born => '1980-05-04'), fixture.kin(4, 'mother', 3),
       fixture.resident(7, household => 101, relation => '01', sex => null),
       fixture.resident(8, household => 101, relation => '04', born => '1980-05-04'), fixture.kin(8, 'mother', 7),
       fixture.resident(5, household => 200, relation => '01', book => 2),
       fixture.resident(6, household => 200, relation => '04', born => '1980-05-04', book => 2);
select fixture.believe();

-- silent: born on the same day; perhaps younger; adopted; a parent in another book; a parent who is sealed
select fixture.household(100);
select fixture.resident(1, household => 100, relation => '01'), fixture.resident(2, household => 100, relation => '04'),
       fixture.resident(3, household => 100, relation => '04', born => null), fixture.birth(3, '1975-01-01', '1985-12-31'),
       fixture.resident(4, household => 100, relation => '05', born => '1980-05-04'),
       fixture.resident(5, book => 2), fixture.resident(6, born => '1980-05-04'), fixture.kin(6, 'mother', 5, kin_book => 2),
       fixture.resident(7, seal => 1), fixture.resident(8, born => '1980-05-04'), fixture.kin(8, 'mother', 7, seal => 1);
select fixture.believe();
