-- fires: the day before, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.event(1, 'death', '1980-05-04'), fixture.event(2, 'death', '1980-05-04', book => 2), fixture.believe();

-- silent: the same day; another event; corrected since
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.event(1, 'death', '1980-05-05'), fixture.event(2, 'arrival', '1980-05-04'),
       fixture.event(3, 'death', '1980-05-04');
select fixture.believe();
select fixture.choose(3, 'birth', birth => fixture.birth(3, '1900-01-01'));
select fixture.believe('2024-07-01');
