-- fires: the day before, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
insert into registry.paper_fact (book_id, resident_id, id, kind, issued_on, said_by, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 'khai_sinh', '1980-05-04', 'người khai', 1),
       (2, fixture.id(2), 9002, 'khai_sinh', '1980-05-04', 'người khai', 1);
select fixture.believe();

-- silent: on the day; before the latest candidate day only; no day known
select fixture.resident(1), fixture.resident(2, born => null), fixture.birth(2, '1978-01-01', '1985-12-31');
insert into registry.paper_fact (book_id, resident_id, kind, issued_on, said_by, recorded_by)
values (1, fixture.id(1), 'khai_sinh', '1980-05-05', 'người khai', 1), (1, fixture.id(1), 'cccd', null, 'người khai', 1),
       (1, fixture.id(2), 'khai_sinh', '1980-05-05', 'người khai', 1);
select fixture.believe();
