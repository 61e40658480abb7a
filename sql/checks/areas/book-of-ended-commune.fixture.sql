-- fires: ended today; begins tomorrow
--   book 9001 - book=-
--   book 9002 - book=-
select fixture.open_book(9001, fixture.unit('commune', '99991', until => jobs.today())),
       fixture.open_book(9002, fixture.unit('commune', '99992', since => jobs.today() + 1));

-- silent: ends tomorrow; begins today; the map has gone on; the map has not begun
select fixture.open_book(9001, fixture.unit('commune', '99991', until => jobs.today() + 1)),
       fixture.open_book(9002, fixture.unit('commune', '99992', since => jobs.today())),
       fixture.open_book(9003, fixture.unit('commune', '99993', until => jobs.today()), until => jobs.today()),
       fixture.open_book(9004, fixture.unit('commune', '99993', until => jobs.today()), since => jobs.today() + 1);
