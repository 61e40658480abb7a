-- fires: expired; revoked
--   user 9001 - book=-
--   user 9002 - book=-
select fixture.account(9001), fixture.account(9002), fixture.grant(1, 9001, until => jobs.now() - interval '1 minute');
select fixture.grant(2, 9002);
select fixture.revoke(2);

-- silent: one of two still counts; one to come; disabled; no grant
select fixture.account(9001), fixture.account(9002), fixture.account(9003, 'disabled'), fixture.account(9004);
select fixture.grant(1, 9001, until => '2024-05-01'), fixture.grant(2, 9001), fixture.grant(3, 9003, until => '2024-05-01'),
       fixture.grant(4, 9002, since => jobs.now() + interval '1 day');
