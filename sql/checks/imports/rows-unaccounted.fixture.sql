-- fires: a row that no batch counts; a finished import without batches
--   import 9001 - book=-
--   import 9002 - book=-
insert into registry.import (id, kind, source, file_sha256, user_id, rows, finished_at) overriding system value
values (9001, 'persons', 'mau-1', sha256('1'), 1, 11, '2024-03-02'), (9002, 'persons', 'mau-2', sha256('2'), 1, 3, '2024-03-02');
insert into registry.import_batch (import_id, number, first_row, last_row, accepted, rejected, already_there, changed)
values (9001, 1, 2, 12, 4, 3, 2, 1);

-- silent: all counted over two batches; an empty file; still being read
insert into registry.import (id, kind, source, file_sha256, user_id, rows, finished_at) overriding system value
values (9001, 'persons', 'mau-1', sha256('1'), 1, 11, '2024-03-02'), (9002, 'persons', 'mau-2', sha256('2'), 1, 0, '2024-03-02'),
       (9003, 'persons', 'mau-3', sha256('3'), 1, 3, null);
insert into registry.import_batch (import_id, number, first_row, last_row, accepted, rejected, already_there, changed)
values (9001, 1, 2, 11, 4, 3, 2, 1), (9001, 2, 12, 12, 1, 0, 0, 0);
