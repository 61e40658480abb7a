-- fires: never a grant
--   user 9001 - book=-
select fixture.account(9001), fixture.account(9002), fixture.grant(1, 9002);

-- silent: a grant, though expired; disabled
select fixture.account(9001), fixture.account(9002, 'disabled'), fixture.grant(1, 9001, until => '2024-05-01');
