-- fires: unconfirmed; beyond the revocation; beyond the end; somebody else's; in part somebody else's and beyond the end
--   grant 9001 - book=-
--   grant 9002 - book=-
--   grant 9003 - book=-
--   grant 9004 - book=-
--   grant 9005 - book=-
select fixture.account(n) from generate_series(1, 2) as n;
select fixture.grant(n, 1) from generate_series(9001, 9005) as n;
select fixture.reach(1);
alter table auth."grant" disable trigger grant_flatten;
update auth."grant" set confirmed_at = null where id = fixture.n(9001);
update auth."grant" set valid_to = '2024-05-01' where id in (fixture.n(9003), fixture.n(9005));
update auth.scope set user_id = fixture.n(2) where grant_id = fixture.n(9004) or grant_id = fixture.n(9005) and reach = 'view';
select fixture.revoke(9002);

-- silent: as granted; revoked; to an end
select fixture.account(1), fixture.grant(9001, 1), fixture.grant(9002, 1), fixture.grant(9003, 1, until => '2024-05-01');
select fixture.revoke(9002), fixture.reach(1);
