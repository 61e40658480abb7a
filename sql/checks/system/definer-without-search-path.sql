-- title: A function with its owner's rights and without a fixed search_path
-- title_vi: Hàm chạy quyền chủ nhưng không cố định search_path
-- severity: serious
-- why: Whoever calls it chooses which tables and functions its words mean.
-- why_vi: Người gọi quyết định bảng và hàm nào được dùng.
-- remedy: alter function … set search_path = pg_catalog, pg_temp, in a migration.
-- remedy_vi: Đặt search_path cố định bằng một bước nâng cấp.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'function' as subject, replace(routine.oid::regprocedure::text, ' ', '_') as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('owner', pg_get_userbyid(routine.proowner)) as shown
from pg_proc as routine
where routine.prosecdef
  and pg_get_userbyid(routine.proowner) like 'sogoc\_%'
  and not exists (select from unnest(routine.proconfig) as setting where setting like 'search\_path=%')
