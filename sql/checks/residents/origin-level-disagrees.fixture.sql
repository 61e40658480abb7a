-- fires: a district said to be a commune, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.origin(1, fixture.area('district', '646'), 'commune', n => 9001),
       fixture.origin(2, fixture.area('district', '646'), 'commune', book => 2, n => 9002);

-- silent: a district as a district; a place that was not recognised
select fixture.resident(1), fixture.resident(2);
select fixture.origin(1, fixture.area('district', '646'), 'district'), fixture.origin(2, null);
