-- What a register's database needs from a superuser, in the database itself; safe to repeat.
-- Privileges of a database are not copied from its template, so clones in tests run this as well.

-- No TEMP for anybody (a temporary table can shadow a real one), no CREATE outside migrations.
revoke all on database :"database" from public;
select format('grant connect on database %I to %I', :'database', rolname)
from pg_roles
where rolname like 'sogoc\_%' and rolcanlogin
\gexec
alter database :"database" set timezone = 'Asia/Ho_Chi_Minh';

set client_min_messages = warning;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;
create extension if not exists pgcrypto;
create extension if not exists pg_stat_statements;
