-- fires: no such household; one of that id in another book
--   user 9001 - book=-
--   user 9002 - book=-
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.household(101, 2), fixture.home(9001, 100), fixture.home(9002, 101);

-- silent: there; none
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.household(100), fixture.home(9001, 100);
