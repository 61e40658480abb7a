-- fires: an event of a month without partition
--   table audit.event_default - book=-
select fixture.account(1), fixture.shown(1, '2019-01-01', 1);

-- silent: an event of this month; none
select fixture.account(1), fixture.shown(1, clock_timestamp(), 1);
