-- fires: never signed in; last seen ninety days and a minute ago
--   user 9001 - book=-
--   user 9002 - book=-
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.account(9003), fixture.session(2, 9003);
select fixture.grant(n, n) from generate_series(9001, 9002) as n;
select fixture.session(1, 9002, created => jobs.now() - interval '91 days', seen => jobs.now() - interval '90 days 1 minute');

-- silent: seen since; new; disabled; no grant that counts
select fixture.account(9001), fixture.account(9002, created => jobs.now() - interval '89 days'),
       fixture.account(9003, 'disabled');
select fixture.account(n) from generate_series(9004, 9006) as n;
select fixture.grant(n, n) from generate_series(9001, 9004) as n;
select fixture.grant(9005, 9005, until => '2024-05-01');
select fixture.session(1, 9001, created => jobs.now() - interval '91 days', seen => jobs.now() - interval '89 days');
select fixture.revoke(9004);
