-- title: A login role of the service that row security does not bind
-- title_vi: Vai trò đăng nhập không bị phân quyền theo dòng ràng buộc
-- severity: critical
-- why: Whoever breaks into the service would read the whole register.
-- why_vi: Ai chiếm được dịch vụ sẽ đọc được toàn bộ sổ.
-- remedy: alter role … nosuperuser nobypassrls, and revoke the membership.
-- remedy_vi: Bỏ superuser, bypassrls và tư cách thành viên.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'role' as subject, login.rolname::text as subject_id, '' as key,
       jsonb_build_object('superuser', login.rolsuper, 'bypassrls', login.rolbypassrls) as facts,
       jsonb_build_object('superuser', login.rolsuper, 'bypassrls', login.rolbypassrls) as shown
from pg_roles as login
where login.rolname like 'sogoc\_%'
  and login.rolcanlogin
  -- They need it: one makes the schema and its first rows, the other saves everything.
  and login.rolname not in ('sogoc_migrator', 'sogoc_backup')
  and (login.rolsuper or login.rolbypassrls or login.rolcreaterole
       or exists (
           select from pg_auth_members as membership
           join pg_roles as owner on owner.oid = membership.roleid
           where membership.member = login.oid and owner.rolname like 'sogoc\_%'))
