-- fires: registered, never believed; believed in another book only
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(2, book => 2), fixture.believe();
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2);

-- silent: believed; believed to have been withdrawn
select fixture.resident(1), fixture.resident(2), fixture.leave(2, 'withdrawn'), fixture.believe();
