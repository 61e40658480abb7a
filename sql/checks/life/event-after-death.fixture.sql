-- fires: a departure the day after, in two books
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000008002
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000008002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(1, 'departure', '2024-05-02', n => 2),
       fixture.event(2, 'death', '2024-05-01', book => 2), fixture.event(2, 'departure', '2024-05-02', book => 2, n => 2);

-- silent: on the same day; perhaps before; a return after a departure; somebody else's death
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(1, 'departure', '2024-05-01', n => 2),
       fixture.event(1, 'arrival', '2024-04-01', '2024-06-01', n => 3),
       fixture.event(2, 'departure', '2024-05-01'), fixture.event(2, 'return', '2024-07-01', n => 2);
