-- fires: the day after the last, in two books
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000008001
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000008001 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.event(1, 'birth', '1980-05-06'), fixture.event(2, 'birth', '1980-05-06', book => 2), fixture.believe();

-- silent: the same day; days of which one is possible; another event
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.event(1, 'birth', '1980-05-05'), fixture.event(2, 'birth', '1980-05-01', '1980-05-31'),
       fixture.event(3, 'arrival', '1990-01-01'), fixture.believe();
