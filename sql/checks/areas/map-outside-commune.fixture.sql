-- fires: a day before the commune; a day after it; no commune
--   book 9001 2020-01-01 book=-
--   book 9002 2020-01-01 book=-
--   book 9003 2020-01-01 book=-
select fixture.open_book(9001, fixture.unit('commune', '99991', since => '2020-01-02')),
       fixture.open_book(9002, fixture.unit('commune', '99992', until => '2020-02-01'), until => '2020-02-02'),
       fixture.open_book(9003, fixture.area('district', '646'));

-- silent: as long as the commune; shorter
select fixture.open_book(9001, fixture.unit('commune', '99991', since => '2020-01-01', until => '2020-02-01'),
                         until => '2020-02-01'),
       fixture.open_book(9002, fixture.unit('commune', '99992', until => '2020-02-02'), until => '2020-02-01');
