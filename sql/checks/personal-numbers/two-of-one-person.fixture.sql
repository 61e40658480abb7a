-- fires: two numbers in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
drop index if exists registry.personal_number_one_confirmed;
select fixture.resident(1), fixture.resident(1, book => 2);
select fixture.number(1, '066180000001'), fixture.number(1, '066180000002', 2);

-- silent: the first number was cancelled
select fixture.resident(1), fixture.resident(1, book => 2), fixture.resident(2);
select fixture.number(1, '066180000001'), fixture.number(2, '066180000003'), fixture.cancel_number(1);
select fixture.number(1, '066180000002', 2);
