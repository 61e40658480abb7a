-- fires: a number that is not believed; a belief without number; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.number(2, '066180000002'),
       fixture.believe();
select fixture.number(1, '066180000001'), fixture.number(3, '066180000003', 2);
select fixture.cancel_number(2);

-- silent: a number; none; one that was cancelled before; one confirmed and believed since
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.number(1, '066180000001'), fixture.number(3, '066180000003');
select fixture.cancel_number(3);
select fixture.believe(), fixture.number(4, '066180000004'), fixture.believe('2024-07-01');
