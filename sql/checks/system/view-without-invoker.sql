-- title: A view that acts as its owner
-- title_vi: Khung nhìn chạy với quyền của chủ
-- severity: critical
-- why: Such a view shows every row to whoever may read it; only report and field are meant to (design/access.md).
-- why_vi: Khung nhìn như vậy cho thấy mọi dòng; chỉ report và field được phép.
-- remedy: alter view … set (security_invoker = true), in a migration.
-- remedy_vi: Đặt security_invoker = true bằng một bước nâng cấp.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'view' as subject, relation.oid::regclass::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('owner', pg_get_userbyid(relation.relowner)) as shown
from pg_class as relation
join pg_namespace as schema on schema.oid = relation.relnamespace
where relation.relkind = 'v'
  and pg_get_userbyid(relation.relowner) like 'sogoc\_%'
  and schema.nspname not in ('report', 'field', 'extensions')
  and not coalesce(relation.reloptions, '{}') @> array['security_invoker=true']
