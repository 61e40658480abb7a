-- fires: a district officer's, confirmed by nobody
--   grant 9001 - book=-
select fixture.account(1), fixture.account(2), fixture.grant(9001, 1, 'district_officer', '646', granted_by => 2);

-- silent: confirmed by a second; waiting; a commune's; by the owner of the installation; revoked
select fixture.account(n) from generate_series(1, 3) as n;
select fixture.grant(9001, 1, 'district_officer', '646', granted_by => 2, confirmed_by => 3),
       fixture.grant(9002, 1, 'district_officer', '646', granted_by => 2, confirmed => null),
       fixture.grant(9003, 1, 'commune_officer', granted_by => 2), fixture.grant(9004, 3, 'administrator', '66'),
       fixture.grant(9005, 1, 'district_officer', '646', granted_by => 2);
select fixture.revoke(9005);
