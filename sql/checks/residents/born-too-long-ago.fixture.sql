-- fires: 110 today; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1, born => (jobs.today() - interval '110 years')::date),
       fixture.resident(2, born => (jobs.today() - interval '110 years')::date, book => 2);
select fixture.believe();

-- silent: 110 tomorrow; perhaps older, perhaps not; dead at that age
select fixture.resident(1, born => (jobs.today() - interval '110 years')::date + 1), fixture.resident(2, born => null),
       fixture.resident(3, born => '1900-01-05');
select fixture.birth(2, '1900-01-01', '1960-12-31'), fixture.leave(3, 'death');
select fixture.believe();
