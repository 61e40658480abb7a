-- fires: one; besides her one disabled, one revoked, one unconfirmed, one to come, one expired, and an inspector
--   system administrators - book=-
select fixture.account(1), fixture.account(2, 'disabled');
select fixture.account(n) from generate_series(3, 7) as n;
select fixture.grant(1, 1, 'administrator', '66'), fixture.grant(2, 2, 'administrator', '66'),
       fixture.grant(3, 3, 'administrator', '66'),
       fixture.grant(4, 4, 'administrator', '66', confirmed => null),
       fixture.grant(5, 5, 'administrator', '66', since => jobs.now() + interval '1 day'),
       fixture.grant(6, 6, 'administrator', '66', until => jobs.now() - interval '1 day'),
       fixture.grant(7, 7, 'inspector', '646');
select fixture.revoke(3);

-- silent: two
select fixture.account(1), fixture.account(2), fixture.grant(1, 1, 'administrator', '66'),
       fixture.grant(2, 2, 'administrator', '66');
