-- fires: the year before, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.came_in(1, 1979, n => 9001), fixture.came_in(2, 1979, book => 2, n => 9002), fixture.believe();

-- silent: in the year of birth; before the latest candidate year only
select fixture.resident(1), fixture.resident(2, born => null);
select fixture.birth(2, '1978-01-01', '1985-12-31');
select fixture.came_in(1, 1980), fixture.came_in(2, 1979), fixture.believe();
