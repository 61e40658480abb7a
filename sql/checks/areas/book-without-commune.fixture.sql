-- fires: no map; ended today; from tomorrow; closes tomorrow
--   book 91 - book=-
--   book 92 - book=-
--   book 93 - book=-
--   book 94 - book=-
insert into registry.book (id, opened_on, closed_on)
values (91, jobs.today(), null), (92, '2020-01-01', null), (93, '2020-01-01', null), (94, '2020-01-01', jobs.today() + 1);
insert into registry.book_area (book_id, area_id, valid_from, valid_to)
values (92, fixture.area('commune', '24211'), '2020-01-01', jobs.today()),
       (93, fixture.area('commune', '24211'), jobs.today() + 1, 'infinity');

-- silent: until tomorrow; from today; to be opened; closed
insert into registry.book (id, opened_on, closed_on)
values (91, '2020-01-01', null), (92, '2020-01-01', null), (93, jobs.today() + 1, null), (94, '2020-01-01', jobs.today());
insert into registry.book_area (book_id, area_id, valid_from, valid_to)
values (91, fixture.area('commune', '24211'), '2020-01-01', jobs.today() + 1),
       (92, fixture.area('commune', '24211'), jobs.today(), 'infinity');
