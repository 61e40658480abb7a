-- fires: sixty and a day, in two books
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000001
--   resident 00000000-0000-4000-8000-000000000006 00000000-0000-4000-8000-000000000005 book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100, relation => '01', born => '1950-05-05'),
       fixture.resident(2, household => 100, relation => '04', born => '2010-05-06'),
       fixture.resident(5, household => 200, relation => '01', born => '1950-05-05', book => 2),
       fixture.resident(6, household => 200, relation => '04', born => '2010-05-06', book => 2);
select fixture.believe();

-- silent: sixty on the day; perhaps younger; a father; in another book; a mother who is sealed
select fixture.household(100), fixture.household(101);
select fixture.resident(1, household => 100, relation => '01', born => '1950-05-05'),
       fixture.resident(2, household => 100, relation => '04', born => '2010-05-05'),
       fixture.resident(3, household => 100, relation => '04', born => null), fixture.birth(3, '2005-01-01', '2012-12-31'),
       fixture.resident(9, household => 101, relation => '01', born => '1950-05-05', sex => 'M'),
       fixture.resident(10, household => 101, relation => '04', born => '2015-05-05'),
       fixture.resident(5, book => 2, born => '1950-05-05'), fixture.resident(6, born => '2015-05-05'),
       fixture.kin(6, 'mother', 5, kin_book => 2), fixture.resident(7, seal => 1, born => '1950-05-05'),
       fixture.resident(8, born => '2015-05-05'), fixture.kin(8, 'mother', 7, seal => 1);
select fixture.believe();
