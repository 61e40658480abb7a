-- fires: the year before, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
insert into registry.attribute_fact (book_id, resident_id, id, attribute, answer, year, said_by, basis, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 'arrival_year', 'stated', 1979, 'người khai', 'statement', 1),
       (2, fixture.id(2), 9002, 'arrival_year', 'stated', 1979, 'người khai', 'statement', 1);
select fixture.believe();

-- silent: in the year of birth; before the latest candidate year only
select fixture.resident(1), fixture.resident(2, born => null);
select fixture.birth(2, '1978-01-01', '1985-12-31');
insert into registry.attribute_fact (book_id, resident_id, attribute, answer, year, said_by, basis, recorded_by)
values (1, fixture.id(1), 'arrival_year', 'stated', 1980, 'người khai', 'statement', 1),
       (1, fixture.id(2), 'arrival_year', 'stated', 1979, 'người khai', 'statement', 1);
select fixture.believe();
