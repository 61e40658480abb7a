-- fires: a commune without book; a district without; what may be searched is not what may be seen
--   grant 9001 - book=-
--   grant 9002 - book=-
--   grant 9003 - book=-
select fixture.account(1), fixture.grant(9001, 1, code => '24475'), fixture.grant(9002, 1, 'district_officer', '648');
select fixture.grant(9003, 1), fixture.grant(9004, 1), fixture.reach(1);
delete from auth.scope where grant_id = fixture.n(9003) and reach = 'view';
insert into auth.scope values (fixture.n(1), 'view', 0, '2024-01-01', 'infinity', fixture.n(9002)) on conflict do nothing;

-- silent: a commune with its book; an inspector; waiting; revoked; over
select fixture.account(1), fixture.grant(9001, 1), fixture.grant(9002, 1, 'inspector', '646');
select fixture.grant(9003, 1, confirmed => null), fixture.grant(9004, 1), fixture.grant(9005, 1, until => '2024-05-01');
select fixture.revoke(9004, '2024-01-01'), fixture.reach(1);
delete from auth.scope where grant_id = fixture.n(9005);
