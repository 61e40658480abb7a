-- fires: no grant; another class; revoked; unconfirmed; expired
--   user 9001 9001 book=-
--   user 9002 9002 book=-
--   user 9003 9003 book=-
--   user 9004 9004 book=-
--   user 9005 9005 book=-
select fixture.account(n) from generate_series(9001, 9006) as n;
select fixture.grant(9002, 9002, 'settlement_head'), fixture.grant(9003, 9003), fixture.grant(9004, 9004, confirmed => null),
       fixture.grant(9005, 9005, until => '2024-05-01'), fixture.grant(9006, 9006);
alter table auth."grant" disable trigger grant_revoked;
select fixture.revoke(9003);
alter table auth."grant" enable trigger grant_revoked;
select fixture.session(n, n) from generate_series(9001, 9005) as n;

-- silent: a grant; ended; expired
select fixture.account(n) from generate_series(9001, 9003) as n;
select fixture.grant(9001, 9001), fixture.session(9001, 9001), fixture.session(9002, 9002, ended => jobs.now()),
       fixture.session(9003, 9003, created => jobs.now() - interval '13 hours');
