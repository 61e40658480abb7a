-- fires: ended today; begins tomorrow
--   book 1 - book=-
--   book 2 - book=-
update registry.area set valid_to = jobs.today() where code = '24211' and level = 'commune';
update registry.area set valid_from = jobs.today() + 1 where code = '24214' and level = 'commune';

-- silent: ends tomorrow; begins today; the map has gone on; the map has not begun
update registry.area set valid_to = jobs.today() + 1 where code = '24211' and level = 'commune';
update registry.area set valid_from = jobs.today() where code = '24214' and level = 'commune';
update registry.area set valid_to = jobs.today() where code in ('24215', '24217') and level = 'commune';
update registry.book_area set valid_to = jobs.today() where area_id = fixture.area('commune', '24215');
update registry.book_area set valid_from = jobs.today() + 1 where area_id = fixture.area('commune', '24217');
