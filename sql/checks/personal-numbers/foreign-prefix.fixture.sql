-- fires: from 100 on, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.number(1, '100180000001'), fixture.number(2, '100180000002', 2);

-- silent: a province; a number that was cancelled
select fixture.resident(1), fixture.resident(2), fixture.number(1, '096180000001'), fixture.number(2, '100180000002');
select fixture.cancel_number(2);
