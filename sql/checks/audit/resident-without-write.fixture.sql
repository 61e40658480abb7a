-- fires: no event; an event of reading; of another book; of somebody else
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
--   resident 00000000-0000-4000-8000-000000000004 -
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4), fixture.resident(5);
insert into audit.event (kind, action, book_id, residents)
values ('read', 'residents.show', fixture.book(1), array[fixture.id(2)]);
select fixture.written(3, 5);

-- silent: written; written with others
select fixture.resident(1), fixture.resident(2);
select fixture.written(1), fixture.written(2, 1);
