-- fires: cancelled, yet confirmed; confirmed anew, yet cancelled; no history, of one or two; another number's; another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 0
--   resident 00000000-0000-4000-8000-000000000004 0
--   resident 00000000-0000-4000-8000-000000000005 0 book=2
--   resident 00000000-0000-4000-8000-000000000006 0
select fixture.resident(n) from unnest(array[1, 2, 3, 4, 6]) as n;
select fixture.resident(5, book => 2);
select fixture.number_known(6, '066180000006'), fixture.number_known(6, '066180000007', 'cancelled');
select fixture.number_known(1, '066180000001'), fixture.number_known(2, '066180000002', 'cancelled'),
       fixture.number_known(3, '066180000003'), fixture.number_known(4, '066180000004'),
       fixture.number_known(5, '066180000005', 'cancelled', 2);
select fixture.number_event(1, '066180000001', 'confirmed', n => 8001),
       fixture.number_event(1, '066180000001', 'cancelled', n => 9001),
       fixture.number_event(2, '066180000002', 'cancelled', n => 8002),
       fixture.number_event(2, '066180000002', 're_established', n => 9002),
       fixture.number_event(4, '066180000009', 'confirmed', n => 8004);

-- silent: confirmed; cancelled; established anew
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.number_known(1, '066180000001'), fixture.number_known(2, '066180000002', 'cancelled'),
       fixture.number_known(3, '066180000003');
select fixture.number_event(1, '066180000001', 'confirmed'), fixture.number_event(2, '066180000002', 'confirmed'),
       fixture.number_event(2, '066180000002', 'cancelled'), fixture.number_event(3, '066180000003', 'cancelled'),
       fixture.number_event(3, '066180000003', 're_established');
