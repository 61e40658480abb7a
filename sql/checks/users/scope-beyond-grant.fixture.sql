-- fires: unconfirmed; beyond the revocation; beyond the end; somebody else's
--   grant 9001 - book=-
--   grant 9002 - book=-
--   grant 9003 - book=-
--   grant 9004 - book=-
select fixture.account(n) from generate_series(1, 2) as n;
select fixture.grant(n, 1) from generate_series(9001, 9004) as n;
alter table auth."grant" disable trigger all;
update auth."grant" set confirmed_at = null where id = 9001;
update auth."grant" set revoked_at = '2024-05-01' where id = 9002;
update auth."grant" set valid_to = '2024-05-01' where id = 9003;
update auth.scope set user_id = 2 where grant_id = 9004;

-- silent: as granted; revoked; to an end
select fixture.account(1), fixture.grant(9001, 1), fixture.grant(9002, 1), fixture.grant(9003, 1, until => '2024-05-01');
update auth."grant" set revoked_at = '2024-05-01' where id = 9002;
