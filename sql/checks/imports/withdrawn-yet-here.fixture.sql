-- fires: taken back, still here; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.batch(1);
insert into registry.import_record (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by, withdrawn_at)
select book, id, 'person', book::text, 1, 'mau', fixture.id(book), 1, '2024-03-02'
from registry.import, generate_series(1, 2) as book;

-- silent: gone; kept for a reason; not taken back; a stay of somebody else
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.leave(1, 'withdrawn'), fixture.batch(1);
insert into registry.import_record
    (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by, withdrawn_at, kept_because)
select 1, id, 'person', n::text, 1, 'mau', fixture.id(n), 1, case when n < 3 then '2024-03-02'::timestamptz end,
       case when n = 2 then 'fact' end
from registry.import, generate_series(1, 3) as n;
