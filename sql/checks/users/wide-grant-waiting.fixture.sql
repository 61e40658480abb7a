-- fires: a week and a minute
--   grant 9001 - book=-
select fixture.account(1);
select fixture.grant(9001, 1, 'district_officer', '646', since => jobs.now() - interval '7 days 1 minute', confirmed => null);

-- silent: a week less a minute; confirmed; revoked
select fixture.account(1), fixture.grant(9003, 1);
select fixture.grant(9001, 1, 'district_officer', '646', since => jobs.now() - interval '6 days 23 hours', confirmed => null);
select fixture.grant(9002, 1, 'district_officer', '646', confirmed => null);
select fixture.revoke(9002);
