-- 0001_schemas.sql: the schemas, who owns them, who may enter them.

create schema registry authorization sogoc_owner;
create schema auth     authorization sogoc_auth;
create schema derive   authorization sogoc_register;
create schema search   authorization sogoc_search;
create schema report   authorization sogoc_report;
create schema audit    authorization sogoc_owner;
create schema idem     authorization sogoc_auth;
create schema staging  authorization sogoc_import;

grant usage on schema registry to
    sogoc_auth, sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_import, sogoc_jobs;
grant usage on schema auth to
    sogoc_owner, sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_signin, sogoc_field, sogoc_query,
    sogoc_import, sogoc_jobs, sogoc_local_check, sogoc_audit, sogoc_admin, sogoc_migrator;
grant usage on schema derive to sogoc_app, sogoc_import;
grant usage on schema search to sogoc_app;
grant usage on schema report to sogoc_query;
grant usage on schema audit  to sogoc_app, sogoc_import, sogoc_audit, sogoc_admin, sogoc_jobs, sogoc_auth, sogoc_register;
grant usage on schema idem   to sogoc_app, sogoc_jobs;

-- A function is callable by whom it is granted to, and by nobody else.
alter default privileges for role sogoc_owner    revoke execute on functions from public;
alter default privileges for role sogoc_auth     revoke execute on functions from public;
alter default privileges for role sogoc_register revoke execute on functions from public;
alter default privileges for role sogoc_search   revoke execute on functions from public;
alter default privileges for role sogoc_report   revoke execute on functions from public;
alter default privileges for role sogoc_import   revoke execute on functions from public;
