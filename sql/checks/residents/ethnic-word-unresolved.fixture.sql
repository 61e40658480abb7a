-- fires: a word without a code, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.people(1, null, declared => 'Mán'), fixture.people(2, null, 2, 'Mán'), fixture.believe();

-- silent: a code; nobody knows; not asked
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.people(1, '09'), fixture.people(2, null, declared => null, answer => 'unknown'), fixture.believe();
