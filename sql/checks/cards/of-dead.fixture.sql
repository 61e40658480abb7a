-- fires: dead with a card in hand; dead in another book; dead while it is being made
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501 book=2
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000502
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(2), fixture.resident(3);
select fixture.card(500, 1), fixture.card(501, 2, book => 2), fixture.card(502, 3, 'requested');
select fixture.event(1, 'death', '2024-05-01'), fixture.event(2, 'death', '2024-05-01'),
       fixture.event(3, 'death', '2024-05-01');

-- silent: a card that was revoked; another event; nobody died
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.card(500, 1, 'revoked'), fixture.card(501, 2), fixture.card(502, 3);
select fixture.event(1, 'death', '2024-05-01'), fixture.event(2, 'departure', '2024-05-01');
