-- fires: one batch of two still counts
--   import 9001 - book=-
insert into registry.import (id, kind, source, file_sha256, user_id, rows, withdrawn_at, withdrawn_by) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 2, '2024-03-02', 1), (9002, 'persons', 'mau', sha256('2'), 1, 0, '2024-03-02', 1);
insert into registry.import_batch (import_id, number, first_row, last_row, withdrawn_at)
values (9001, 1, 2, 2, '2024-03-02'), (9001, 2, 3, 3, null);

-- silent: all taken back; nothing taken back
insert into registry.import (id, kind, source, file_sha256, user_id, rows, withdrawn_at, withdrawn_by) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 1, '2024-03-02', 1), (9002, 'persons', 'mau', sha256('2'), 1, 1, null, null);
insert into registry.import_batch (import_id, number, first_row, last_row, withdrawn_at)
values (9001, 1, 2, 2, '2024-03-02'), (9002, 1, 2, 2, null);
