-- fires: proposed thirty days ago, in both communes
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
select fixture.resident(1), fixture.transfer(700, 1, recorded => jobs.now() - interval '30 days');

-- silent: a second less; answered
select fixture.resident(1), fixture.transfer(700, 1, recorded => jobs.now() - interval '30 days' + interval '1 second');
select fixture.resident(2), fixture.transfer(701, 2, 'declined', recorded => jobs.now() - interval '60 days');
