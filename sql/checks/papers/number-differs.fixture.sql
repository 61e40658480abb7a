-- fires: another number on a card, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.number(1, '066180000001'), fixture.number(2, '066180000002', 2);
select fixture.paper(1, 'cccd', '066180000009', n => 9001), fixture.paper(2, 'cccd', '066180000009', book => 2, n => 9002),
       fixture.believe();

-- silent: the same number; an old number that was cancelled; no number
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.number(1, '066180000001'), fixture.number(2, '066180000002');
select fixture.cancel_number(2);
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(2, 'cccd', '066180000009'),
       fixture.paper(3, 'cccd', '066180000008');
select fixture.believe();
