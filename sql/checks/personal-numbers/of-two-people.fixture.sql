-- fires: two with one number, one of them by an event only; a third who is sealed shares another, and the other reads nothing
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000004 - book=-
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3), fixture.resident(4, seal => 1);
select fixture.number(1, '066180000001'), fixture.number(4, '066180000002', seal => 1);
select fixture.number_event(2, '066180000001', book => 2), fixture.number_event(3, '066180000002');

-- fires: one who shares two numbers, with one and with two others
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.number(1, '066180000001'), fixture.number_event(2, '066180000001'), fixture.number_event(1, '066180000002'),
       fixture.number_event(3, '066180000002'), fixture.number_event(4, '066180000002');

-- silent: one person in two books with one number; two people with two
select fixture.resident(1), fixture.resident(2), fixture.number(1, '066180000001'), fixture.number(2, '066180000002');
select fixture.leave(1, 'transfer', moved_to => 2), fixture.arrive(1, 2);
select fixture.number_event(1, '066180000001', book => 2);
