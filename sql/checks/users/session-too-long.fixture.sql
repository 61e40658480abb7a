-- fires: a minute more
--   user 9001 9001 book=-
select fixture.account(9001), fixture.session(9001, 9001, lasts => '12 hours 1 minute');

-- silent: twelve hours
select fixture.account(9001), fixture.session(9001, 9001);
