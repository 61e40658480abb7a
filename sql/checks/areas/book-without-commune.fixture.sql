-- fires: no map; ended today; from tomorrow; closes tomorrow
--   book 9001 - book=-
--   book 9002 - book=-
--   book 9003 - book=-
--   book 9004 - book=-
select fixture.open_book(9001, null, opened => jobs.today()), fixture.open_book(9002, until => jobs.today()),
       fixture.open_book(9003, since => jobs.today() + 1), fixture.open_book(9004, null, closed => jobs.today() + 1);

-- silent: until tomorrow; from today; to be opened; closed
select fixture.open_book(9001, until => jobs.today() + 1), fixture.open_book(9002, since => jobs.today()),
       fixture.open_book(9003, null, opened => jobs.today() + 1), fixture.open_book(9004, null, closed => jobs.today());
