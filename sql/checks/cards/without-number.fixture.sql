-- fires: no number; a cancelled one; another's; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000502 book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.number(2, '066180000002'), fixture.number(4, '066180000004'), fixture.number(3, '066180000003', 2),
       fixture.cancel_number(2);
select fixture.card(500, 1), fixture.card(501, 2, 'printed', printed => jsonb_build_object('number',
       fixture.digits('066180000002'))),
       fixture.card(502, 3, book => 2, printed => jsonb_build_object('number', fixture.digits('066180000004')));

-- silent: the number is hers, in another book too; the card is revoked
select fixture.resident(1), fixture.resident(1, book => 2), fixture.resident(2), fixture.number(1, '066180000001');
select fixture.card(500, 1, printed => jsonb_build_object('number', fixture.digits('066180000001'))),
       fixture.card(501, 1, book => 2, printed => jsonb_build_object('number', fixture.digits('066180000001'))),
       fixture.card(502, 2, 'revoked');
