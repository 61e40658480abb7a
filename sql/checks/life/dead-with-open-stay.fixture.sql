-- fires: a death without consequence, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(2, 'death', '2024-05-01', book => 2);

-- silent: a death that closed the stay; another event; no event
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.event(1, 'death', '2024-05-01'), fixture.leave(1, 'death'), fixture.event(2, 'birth', '1980-05-05');
