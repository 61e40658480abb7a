-- fires: nobody of that id, with two numbers; somebody of that id in another book only; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(2, book => 2);
select fixture.number_known(1, '066180000001'), fixture.number_known(2, '066180000002', 'cancelled'),
       fixture.number_known(3, '066180000003', book => 2), fixture.number_known(1, '066180000004', 'cancelled');

-- silent: somebody, though gone
select fixture.resident(1), fixture.number(1, '066180000001'), fixture.leave(1, 'departure');
