-- title: A login role that may remove or rewrite records
-- title_vi: Vai trò đăng nhập có quyền xóa hồ sơ
-- severity: critical
-- why: What was said stays as it was said: nobody who signs in may delete, and TRUNCATE ignores row security.
-- why_vi: Điều đã khai phải giữ nguyên: không ai đăng nhập được xóa; TRUNCATE bỏ qua phân quyền.
-- remedy: revoke the privilege, and look into PostgreSQL's log.
-- remedy_vi: Thu hồi quyền và tra nhật ký PostgreSQL.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'table' as subject, relation.oid::regclass::text as subject_id,
       format('%s %s', login.rolname, privilege.name) as key,
       '{}'::jsonb as facts, jsonb_build_object('role', login.rolname, 'privilege', privilege.name) as shown
from pg_class as relation
cross join pg_roles as login
cross join lateral unnest(array['DELETE', 'TRUNCATE']) as privilege (name)
where relation.relkind in ('r', 'p')
  and relation.relnamespace in ('registry'::regnamespace, 'audit'::regnamespace)
  and login.rolname like 'sogoc\_%'
  and login.rolcanlogin
  and login.rolname <> 'sogoc_migrator'
  and has_table_privilege(login.oid, relation.oid, privilege.name)
