-- fires: a record too few, and one too many in the next batch
--   import 9001 1 book=-
--   import 9001 2 book=-
select fixture.resident(1);
insert into registry.import (id, kind, source, file_sha256, user_id, rows) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 2);
insert into registry.import_batch (import_id, number, first_row, last_row, accepted)
values (9001, 1, 2, 2, 1), (9001, 2, 3, 3, 0);
insert into registry.import_record (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by)
values (1, 9001, 'person', '1', 2, 'mau', fixture.id(1), 1);

-- silent: as counted, in two imports; a household that a row names; nothing taken
select fixture.resident(1), fixture.household(100), fixture.resident(2);
insert into registry.import (id, kind, source, file_sha256, user_id, rows) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 3), (9002, 'persons', 'mau', sha256('2'), 1, 3);
insert into registry.import_batch (import_id, number, first_row, last_row, accepted)
values (9001, 1, 2, 2, 1), (9001, 2, 3, 3, 0), (9002, 1, 2, 2, 1);
insert into registry.import_record (book_id, import_id, kind, record_id, batch, source, resident_id, household_id, recorded_by)
values (1, 9001, 'person', '1', 1, 'mau', fixture.id(1), null, 1),
       (1, 9001, 'household', 'h', 1, 'mau', null, fixture.id(100), 1),
       (1, 9002, 'person', '2', 1, 'mau', fixture.id(2), null, 1);
