-- fires: two who are each other's mother; three in a ring over two books, and a child of one of them who is not
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
--   resident 00000000-0000-4000-8000-000000000005 -
select fixture.resident(n) from unnest(array[1, 2, 3, 5, 6]) as n;
select fixture.resident(4, book => 2);
select fixture.kin(1, 'mother', 2), fixture.kin(2, 'mother', 1), fixture.kin(3, 'mother', 4, kin_book => 2),
       fixture.kin(4, 'mother', 5, book => 2, kin_book => 1), fixture.kin(5, 'mother', 3), fixture.kin(6, 'mother', 5);
select fixture.believe();

-- silent: five generations; a ring that a later choice has broken
select fixture.resident(n) from generate_series(1, 7) as n;
select fixture.kin(1, 'mother', 2), fixture.kin(2, 'mother', 3), fixture.kin(3, 'mother', 6), fixture.kin(6, 'mother', 7),
       fixture.kin(4, 'mother', 5), fixture.kin(5, 'mother', 4);
select fixture.choose(5, 'kin.mother', kin => fixture.kin(5, 'mother', 3));
select fixture.believe();
