-- fires: no such household; one of that id in another book
--   user 9001 - book=-
--   user 9002 - book=-
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.household(101, 2);
update auth."user" set household_book_id = 1, household_id = fixture.id(id - 8901) where id > 9000;

-- silent: there; none
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.household(100);
update auth."user" set household_book_id = 1, household_id = fixture.id(100) where id = 9001;
