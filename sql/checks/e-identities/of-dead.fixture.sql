-- fires: dead with an active account; dead in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000600
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000601 book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(2);
select fixture.card(500, 1), fixture.card(501, 2, book => 2);
select fixture.account(600, 1, 500), fixture.account(601, 2, 501, 'lapsed', 2);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(2, 'death', '2024-05-01');

-- silent: locked; another event; nobody died
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.card(500, 1), fixture.card(501, 2), fixture.card(502, 3);
select fixture.account(600, 1, 500, 'locked'), fixture.account(601, 2, 501), fixture.account(602, 3, 502);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(2, 'departure', '2024-05-01');
