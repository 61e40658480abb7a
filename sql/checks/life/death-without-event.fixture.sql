-- fires: closed, no event; another event only; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003 book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.leave(1, 'death'), fixture.leave(2, 'death'), fixture.leave(3, 'death', book => 2);
select fixture.event(2, 'departure', '2024-05-01'), fixture.event(4, 'death', '2024-05-01');
select fixture.renumber_stay(n, 9000 + n) from generate_series(1, 3) as n;

-- silent: closed with its event; gone otherwise
select fixture.resident(1), fixture.resident(2);
select fixture.event(1, 'death', '2024-05-01'), fixture.leave(1, 'death'), fixture.leave(2, 'departure');
