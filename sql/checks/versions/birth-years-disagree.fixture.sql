-- fires: a year too few; one too many; of somebody gone; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3), fixture.resident(4, book => 2);
select fixture.leave(3, 'departure'), fixture.believe();
delete from registry.birth_year where resident_id in (fixture.id(1), fixture.id(4));
insert into registry.birth_year (book_id, year, resident_id)
values (fixture.book(1), 1981, fixture.id(2)), (fixture.book(1), 1980, fixture.id(3));

-- silent: a day; years apart; nobody knows; gone
select fixture.resident(1), fixture.resident(2, born => null), fixture.resident(3, born => null), fixture.resident(4);
select fixture.birth(2, '1979-12-31', '1982-01-01'), fixture.leave(4, 'departure'), fixture.believe();
