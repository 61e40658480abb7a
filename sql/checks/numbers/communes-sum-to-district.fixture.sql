-- fires: somebody in two books of whom everything is known
--   area 646 residents book=-
drop index if exists registry.personal_number_one_confirmed;
select fixture.resident(1), fixture.resident(1, book => 2), fixture.number(1, '066180000001'),
       fixture.number(1, '066180000002', 2);
select fixture.people(1, '01'), fixture.people(1, '01', 2), fixture.paper(1, 'khac', null), fixture.paper(1, 'khac', null, 2);
select fixture.believe();

-- fires: somebody in two books of whom little is known
--   area 646 residents book=-
--   area 646 without_number book=-
--   area 646 without_paper book=-
--   area 646 papers_not_asked book=-
--   area 646 birth_unknown book=-
--   area 646 under_14_unsure book=-
--   area 646 ethnicity_unknown book=-
select fixture.resident(1, born => null), fixture.resident(1, born => null, book => 2), fixture.believe();

-- fires: a child of the four peoples without papers, and one who may be older, in two books
--   area 646 residents book=-
--   area 646 without_number book=-
--   area 646 without_paper book=-
--   area 646 birth_uncertain book=-
--   area 646 under_14 book=-
--   area 646 under_14_unsure book=-
--   area 646 four_peoples book=-
select fixture.resident(n, book => book, born => jobs.today() - 100) from generate_series(1, 2) as book, unnest(array[1, 3]) as n;
select fixture.resident(2, book => book, born => null) from generate_series(1, 2) as book;
select fixture.birth(2, '1990-01-01', jobs.today() - 100, book) from generate_series(1, 2) as book;
select fixture.people(n, '08', book), fixture.papers_asked(n, 'none', book)
from generate_series(1, 2) as book, generate_series(1, 3) as n;
select fixture.believe();

-- fires: a child under fourteen on every day possible
--   area 646 residents book=-
--   area 646 without_number book=-
--   area 646 without_paper book=-
--   area 646 papers_not_asked book=-
--   area 646 under_14 book=-
--   area 646 ethnicity_unknown book=-
select fixture.resident(1, book => book, born => (jobs.today() - interval '14 years')::date + 1)
from generate_series(1, 2) as book;
select fixture.believe();

-- fires: fourteen today
--   area 646 residents book=-
--   area 646 without_number book=-
--   area 646 without_paper book=-
--   area 646 papers_not_asked book=-
--   area 646 ethnicity_unknown book=-
select fixture.resident(1, book => book, born => (jobs.today() - interval '14 years')::date) from generate_series(1, 2) as book;
select fixture.believe();

-- fires: a poor, a near-poor and an unassessed household in two books
--   area 646 households book=-
--   area 646 poor book=-
--   area 646 near_poor book=-
--   area 646 unassessed book=-
select fixture.household(n, book) from generate_series(100, 102) as n, generate_series(1, 2) as book;
select fixture.resident(book * 10 + n, household => 100 + n, book => book)
from generate_series(0, 2) as n, generate_series(1, 2) as book;
select fixture.poverty(100, 'POOR', book => 1), fixture.poverty(100, 'POOR', book => 2),
       fixture.poverty(101, 'NEAR_POOR', book => 1), fixture.poverty(101, 'NEAR_POOR', book => 2);
select fixture.believe();

-- fires: an assessed household in two books
--   area 646 households book=-
select fixture.household(100, book) from generate_series(1, 2) as book;
select fixture.resident(book, household => 100, book => book) from generate_series(1, 2) as book;
select fixture.poverty(100, 'ABOVE', book => 1), fixture.poverty(100, 'ABOVE', book => 2), fixture.believe();

-- fires: a book that today's map has lost since this morning
--   area 646 residents book=-
--   area 646 without_number book=-
--   area 646 without_paper book=-
--   area 646 papers_not_asked book=-
--   area 646 ethnicity_unknown book=-
select fixture.open_book(9001, until => jobs.today()), fixture.resident(1, book => 9001), fixture.believe();
insert into registry.book_area (book_id, area_id, valid_from)
values (fixture.book(9001), fixture.area('commune', '24214'), jobs.today() + 1);

-- silent: one in each book; somebody who moved; two households, one of them empty in both books; a commune to come
select fixture.household(100), fixture.household(101), fixture.household(101, 2), fixture.resident(1, household => 100);
select fixture.resident(2, book => 2), fixture.resident(3), fixture.leave(3, 'transfer', moved_to => 2), fixture.arrive(3, 2);
select fixture.believe();
update registry.book_area set valid_to = jobs.today() + 1 where book_id = fixture.book(1);
insert into registry.book_area (book_id, area_id, valid_from, valid_to)
values (fixture.book(1), fixture.area('commune', '24214'), jobs.today() + 1, jobs.today() + 2);
