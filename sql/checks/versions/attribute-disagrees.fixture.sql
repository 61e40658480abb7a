-- fires: a sex and a people that are not believed; a choice; in another book
--   resident 00000000-0000-4000-8000-000000000001 ethnicity
--   resident 00000000-0000-4000-8000-000000000002 sex
--   resident 00000000-0000-4000-8000-000000000003 sex
--   resident 00000000-0000-4000-8000-000000000004 sex book=2
select fixture.resident(1), fixture.resident(2, sex => null), fixture.resident(3), fixture.resident(4, sex => null, book => 2);
select fixture.believe();
select fixture.people(1, '08'), fixture.sex(2, 'M'), fixture.sex(4, 'M', 2);
insert into registry.choice (book_id, resident_id, attribute, attribute_fact_id, reason, recorded_by)
select 1, fixture.id(3), 'sex', fixture.sex(3, 'M'), 'hỏi lại', 1;

-- silent: as said; the first of two; the last chosen of three; another attribute; one person in two books
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(9, book => 2), fixture.resident(9);
insert into registry.choice (book_id, resident_id, attribute, attribute_fact_id, reason, recorded_by)
select book, fixture.id(9), 'sex', fixture.sex(9, 'M', book), 'hỏi lại', 1 from generate_series(1, 2) as book;
select fixture.people(1, '08'), fixture.sex(2, 'M');
insert into registry.choice (book_id, resident_id, attribute, attribute_fact_id, reason, recorded_by)
select 1, fixture.id(3), 'sex', fixture.sex(3, 'M'), 'hỏi lại', 1;
insert into registry.choice (book_id, resident_id, attribute, attribute_fact_id, reason, recorded_by)
select 1, fixture.id(3), 'sex', fixture.sex(3, 'F'), 'xem lại', 1;
insert into registry.attribute_fact (book_id, resident_id, attribute, answer, phone, said_by, basis, recorded_by)
values (1, fixture.id(1), 'phone', 'stated', '0900000000', 'người khai', 'statement', 1);
select fixture.believe('2024-05-01');
update registry.resident_version set sex = 'M' where resident_id = fixture.id(1);
select fixture.believe();
