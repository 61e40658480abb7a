-- fires: a minute ago
--   user 9001 - book=-
select fixture.account(9001), fixture.code(9001, jobs.now() - interval '1 minute');

-- silent: in a minute; chosen already; disabled
select fixture.account(9001), fixture.account(9002), fixture.account(9003, 'disabled');
select fixture.code(9001, jobs.now() + interval '10 minutes'), fixture.code(9002, jobs.now() - interval '1 minute', false),
       fixture.code(9003, jobs.now() - interval '1 minute');
