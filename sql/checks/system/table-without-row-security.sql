-- title: A table of persons without forced row security
-- title_vi: Bảng có dữ liệu cá nhân chưa bật phân quyền theo dòng
-- severity: critical
-- why: Whoever may read the table reads all communes (F2).
-- why_vi: Ai đọc được bảng sẽ đọc được mọi xã.
-- remedy: call auth.protect on the table, in a migration.
-- remedy_vi: Gọi auth.protect cho bảng bằng một bước nâng cấp.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'table' as subject, relation.oid::regclass::text as subject_id, '' as key,
       jsonb_build_object('enabled', relation.relrowsecurity, 'forced', relation.relforcerowsecurity) as facts,
       jsonb_build_object('enabled', relation.relrowsecurity, 'forced', relation.relforcerowsecurity) as shown
from pg_class as relation
where relation.relkind in ('r', 'p', 'm')
  and pg_get_userbyid(relation.relowner) like 'sogoc\_%'
  -- Staging belongs to the role that imports, and holds nothing beyond its transaction.
  and (not relation.relrowsecurity or not relation.relforcerowsecurity and relation.relnamespace <> 'staging'::regnamespace)
  and exists (
      select from pg_attribute as field
      where field.attrelid = relation.oid and field.attname in ('resident_id', 'household_id', 'kin_id', 'residents'))
  -- Those of auth are open to nobody who signs in.
  and exists (
      select from pg_roles as login
      where login.rolcanlogin and not login.rolsuper and not login.rolbypassrls
        and has_any_column_privilege(login.oid, relation.oid, 'select'))
