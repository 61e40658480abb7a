-- title: The audit can be changed
-- title_vi: Nhật ký có thể bị sửa
-- severity: critical
-- why: A part of the audit has no trigger that refuses changes, or it is switched off (J2).
-- why_vi: Một phần nhật ký thiếu trigger chặn sửa, hoặc trigger bị tắt.
-- remedy: Restore the trigger event_is_append_only, and compare with the backup since when it was gone.
-- remedy_vi: Khôi phục trigger event_is_append_only và so với bản sao lưu.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'table' as subject, relation.oid::regclass::text as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
from pg_class as relation
where relation.relnamespace = 'audit'::regnamespace
  and relation.relkind in ('r', 'p')
  and relation.relname like 'event%'
  and not exists (
      select from pg_trigger as trg
      where trg.tgrelid = relation.oid and trg.tgname = 'event_is_append_only' and trg.tgenabled in ('O', 'A'))
