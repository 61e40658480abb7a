-- fires: begun a day and a minute ago
--   import 9001 - book=-
insert into registry.import (id, kind, source, file_sha256, user_id, rows, started_at) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 2, jobs.now() - interval '1 day 1 minute');

-- silent: begun a day ago less a minute; finished; taken back
insert into registry.import
    (id, kind, source, file_sha256, user_id, rows, started_at, finished_at, withdrawn_at, withdrawn_by) overriding system value
values (9001, 'persons', 'mau', sha256('1'), 1, 2, jobs.now() - interval '1 day' + interval '1 minute', null, null, null),
       (9002, 'persons', 'mau', sha256('2'), 1, 2, '2024-03-01', '2024-03-01', null, null),
       (9003, 'persons', 'mau', sha256('3'), 1, 2, '2024-03-01', null, '2024-03-02', 1);
