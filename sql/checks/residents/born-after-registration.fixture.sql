-- fires: the day after; a range that begins after the first of two stays; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1, born => '2024-03-02'), fixture.resident(2, born => null),
       fixture.resident(3, born => '2024-03-02', book => 2);
select fixture.birth(2, '2024-04-01', '2024-05-01');
select fixture.leave(2, 'departure', '2024-04-10'), fixture.arrive(2, 1, '2024-06-01', 'return', null);
select fixture.believe();

-- silent: the same day; a range that begins before
select fixture.resident(1, born => '2024-03-01'), fixture.resident(2, born => null), fixture.resident(3, born => null);
select fixture.birth(2, '2024-02-01', '2024-05-01');
select fixture.believe();
