-- fires: the area ended today
--   grant 9001 - book=-
select fixture.account(1), fixture.grant(9001, 1);
update registry.area set valid_to = jobs.today() where id = fixture.area('commune', '24211');

-- silent: ends tomorrow; ended, but revoked; ended, but expired
select fixture.account(1), fixture.grant(9001, 1), fixture.grant(9002, 1, code => '24214');
select fixture.grant(9003, 1, code => '24214', until => '2024-05-01');
select fixture.revoke(9002);
update registry.area set valid_to = jobs.today() + 1 where id = fixture.area('commune', '24211');
update registry.area set valid_to = jobs.today() where id = fixture.area('commune', '24214');
