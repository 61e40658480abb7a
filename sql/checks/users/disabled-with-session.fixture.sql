-- fires: open
--   user 9001 9002 book=-
select fixture.account(9001, 'disabled'), fixture.session(9002, 9001), fixture.account(9003);

-- silent: of an active account; ended; expired
select fixture.account(9001), fixture.account(9002, 'disabled'), fixture.session(9001, 9001);
select fixture.session(9002, 9002, ended => jobs.now()),
       fixture.session(9003, 9002, created => jobs.now() - interval '13 hours');
