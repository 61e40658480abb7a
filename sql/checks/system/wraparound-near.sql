-- title: A table whose rows were not frozen for too long
-- title_vi: Bảng quá lâu chưa được đóng băng giao dịch
-- severity: critical
-- why: At two thousand million transactions PostgreSQL refuses to write; autovacuum should have frozen it at two
--   hundred million.
-- why_vi: Đến hai tỷ giao dịch PostgreSQL sẽ ngừng ghi; lẽ ra autovacuum đã làm ở mức hai trăm triệu.
-- remedy: vacuum (freeze) the table, and find out what holds autovacuum up: a session left open, a prepared
--   transaction.
-- remedy_vi: Chạy vacuum (freeze) cho bảng và tìm nguyên nhân: phiên treo, giao dịch treo.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
with here as (
    select mod(pg_snapshot_xmax(pg_current_snapshot())::text::bigint, 4294967296) as xid
)
select null::int as book_id, 'table' as subject, relation.oid::regclass::text as subject_id, '' as key,
       '{}'::jsonb as facts,
       jsonb_build_object('transactions', mod(here.xid - relation.relfrozenxid::text::bigint + 4294967296, 4294967296)) as shown
from pg_class as relation
cross join here
where relation.relkind in ('r', 'm', 't')
  and mod(here.xid - relation.relfrozenxid::text::bigint + 4294967296, 4294967296)
      >= 2 * current_setting('autovacuum_freeze_max_age')::bigint
