-- title: A trigger that is switched off
-- title_vi: Trigger đang bị tắt
-- severity: critical
-- why: Triggers refuse changes of what was said, end sessions and write reaches; off, they do nothing and nobody
--   notices.
-- why_vi: Trigger chặn sửa dữ kiện, ngắt phiên và ghi phạm vi; khi tắt thì không ai biết.
-- remedy: alter table … enable trigger; find out in PostgreSQL's log who switched it off.
-- remedy_vi: Bật lại trigger; tra nhật ký PostgreSQL xem ai tắt.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'trigger' as subject, format('%s.%s', trg.tgrelid::regclass, trg.tgname) as subject_id, '' as key,
       jsonb_build_object('enabled', trg.tgenabled::text) as facts,
       jsonb_build_object('enabled', trg.tgenabled::text) as shown
from pg_trigger as trg
join pg_class as relation on relation.oid = trg.tgrelid
where trg.tgenabled not in ('O', 'A')
  and pg_get_userbyid(relation.relowner) like 'sogoc\_%'
