-- fires: the card was lost; it expired yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000600
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000601
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000602 book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.card(500, 1, 'lost'), fixture.card(501, 2, expires => jobs.today() - 1), fixture.card(502, 3, 'revoked', 2),
       fixture.card(503, 4);
select fixture.account(600, 1, 500), fixture.account(601, 2, 501, 'granted'), fixture.account(602, 3, 502, 'unlocked', 2);

-- silent: valid today; no end; of another book; locked
select fixture.resident(1), fixture.resident(2), fixture.resident(3), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.card(500, 1, expires => jobs.today()), fixture.card(501, 2, expires => null), fixture.card(502, 3, book => 2),
       fixture.card(503, 4, 'lost');
select fixture.account(600, 1, 500), fixture.account(601, 2, 501), fixture.account(602, 3, 502, card_book => 2),
       fixture.account(603, 4, 503, 'locked');
