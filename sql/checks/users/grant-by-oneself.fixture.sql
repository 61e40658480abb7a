-- fires: given to oneself; confirmed by oneself; confirmed by the giver
--   grant 9001 - book=-
--   grant 9002 - book=-
--   grant 9003 - book=-
alter table auth."grant" drop constraint if exists grant_not_to_oneself, drop constraint if exists grant_second_person;
select fixture.account(1), fixture.account(2);
select fixture.grant(9001, 1, granted_by => 1), fixture.grant(9002, 1, granted_by => 2, confirmed_by => 1),
       fixture.grant(9003, 1, granted_by => 2, confirmed_by => 2);

-- silent: three people; by the owner of the installation
select fixture.account(n) from generate_series(1, 3) as n;
select fixture.grant(9001, 1, granted_by => 2, confirmed_by => 3), fixture.grant(9002, 1),
       fixture.grant(9003, 2, granted_by => 1);
