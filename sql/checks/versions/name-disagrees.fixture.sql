-- fires: a better name that is not believed; a choice; a kind; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(1, null), fixture.resident(2), fixture.resident(3), fixture.resident(4, null, book => 2);
select fixture.name(1, 'Páo', 'COMMON'), fixture.name(4, 'Páo', 'COMMON', 2), fixture.believe();
select fixture.name(1, 'Giàng A Páo'), fixture.name(4, 'Giàng A Páo', book => 2);
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select 1, fixture.id(2), 'name.BIRTH', fixture.name(2, 'Lò Thị Hai'), 'giấy khai sinh', 1;
update registry.resident_version set name_kind = 'COMMON' where resident_id = fixture.id(3);

-- silent: a birth name before an everyday one; the first of two; the last chosen of three; one person in two books
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(9, book => 2), fixture.resident(9), fixture.believe('2024-05-01');
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select book, fixture.id(9), 'name.BIRTH', fixture.name(9, 'Lò Thị Hai', book => book), 'giấy khai sinh', 1
from generate_series(1, 2) as book;
select fixture.name(1, 'Páo', 'COMMON'), fixture.name(2, 'Lò Thị Hai');
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select 1, fixture.id(3), 'name.BIRTH', fixture.name(3, 'Lò Thị Hai'), 'giấy khai sinh', 1;
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select 1, fixture.id(3), 'name.BIRTH', fixture.name(3, 'Lò Thị Ba'), 'xem lại', 1;
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select 1, fixture.id(1), 'name.COMMON', id, 'nhầm', 1 from registry.name_fact where name = 'Páo';
insert into registry.choice (book_id, resident_id, attribute, name_fact_id, reason, recorded_by)
select 1, fixture.id(2), 'name.COMMON', max(id), 'nhầm', 1 from registry.name_fact where resident_id = fixture.id(2);
select fixture.believe();
