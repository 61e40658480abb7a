-- fires: a district officer without one
--   user 9001 9001 book=-
select fixture.account(9001), fixture.grant(9001, 9001, 'district_officer', '646'), fixture.session(9001, 9001);

-- silent: with one; a commune's officer; ended; expired; a wide grant that waits, was revoked, is over
select fixture.account(n) from generate_series(9001, 9007) as n;
update auth."user" set totp_secret = '\x01' where id = fixture.n(9001);
select fixture.grant(9001, 9001, 'district_officer', '646'), fixture.grant(9002, 9002),
       fixture.grant(9003, 9003, 'district_officer', '646'),
       fixture.grant(9004, 9004, 'district_officer', '646'),
       fixture.grant(9005, 9005, 'district_officer', '646', confirmed => null),
       fixture.grant(9006, 9006, 'district_officer', '646'),
       fixture.grant(9007, 9007, 'district_officer', '646', until => '2024-05-01');
select fixture.revoke(9006);
select fixture.session(n, n, created => jobs.now() - case n when 9004 then interval '13 hours' else interval '1 hour' end)
from generate_series(9001, 9007) as n;
update auth.session set ended_at = jobs.now() where id = fixture.n(9003);
