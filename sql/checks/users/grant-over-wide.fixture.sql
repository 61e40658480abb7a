-- fires: an officer over the district
--   grant 9001 - book=-
select fixture.account(1), fixture.grant(9001, 1, 'commune_officer', '646');

-- silent: over a commune; a district officer; revoked; expired
select fixture.account(1), fixture.grant(9001, 1, 'commune_officer'), fixture.grant(9002, 1, 'district_officer', '646');
select fixture.grant(9003, 1, 'commune_officer', '646'), fixture.grant(9004, 1, 'commune_officer', '646', until => '2024-05-01');
select fixture.revoke(9003);
