-- roles.sql: the database roles of SoGoc and what a database owes them (design/access.md, "Database roles").
--
-- Run by a superuser, connected to SoGoc's own database, once per cluster and again after an upgrade: every statement
-- may be repeated. Passwords are set elsewhere (deploy/postgresql), so that none stands in a file of the project.

do $$
declare
    wanted record;
begin
    for wanted in
        select *
        from (values
            ('sogoc_owner',       'nologin'),            -- owns the schemas
            ('sogoc_auth',        'nologin'),            -- owns auth: the only one who reads tokens and hashes
            ('sogoc_register',    'nologin'),            -- owns the functions that derive versions; under the caller's scope
            ('sogoc_search',      'nologin'),            -- owns the search functions
            ('sogoc_finding',     'nologin'),            -- owns the functions that record and handle findings
            ('sogoc_office',      'nologin'),            -- owns the steps of cases, papers and moves: who may take which
            ('sogoc_report',      'nologin'),            -- owns the views of schema report
            ('sogoc_migrator',    'login bypassrls'),    -- sogoc migrate and the first administrators only
            ('sogoc_app',         'login'),              -- the service, for officers, supervisors, inspectors
            ('sogoc_signin',      'login'),              -- the service, while nobody is signed in yet: one door of functions
            ('sogoc_field',       'login'),              -- settlement heads and outreach teams
            ('sogoc_query',       'login'),              -- a reader's own SQL over schema report (E7)
            ('sogoc_import',      'login'),              -- owns staging: COPY is refused to sogoc_app
            ('sogoc_jobs',        'login'),              -- nightly jobs
            ('sogoc_local_check', 'login'),              -- a commune's own checks
            ('sogoc_audit',       'login'),              -- INSERT into the audit
            ('sogoc_admin',       'login'),              -- administration, through functions that ask for the token
            ('sogoc_backup',      'login bypassrls')     -- reads everything, writes nothing
        ) as role (name, attributes)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            execute format('create role %I %s', wanted.name, wanted.attributes);
        end if;
    end loop;
end
$$;

-- The migrator makes objects in the name of their owners. None of these roles may be entered from a login of the service.
grant sogoc_owner, sogoc_auth, sogoc_register, sogoc_search, sogoc_finding, sogoc_office, sogoc_report, sogoc_import
    to sogoc_migrator;
grant pg_read_all_data to sogoc_backup;

-- A reader's statement, and one injected into the service, must not fill a disk or run for ever.
alter role sogoc_app set statement_timeout = '5s';
alter role sogoc_app set lock_timeout = '1s';
alter role sogoc_app set idle_in_transaction_session_timeout = '10s';
alter role sogoc_signin set statement_timeout = '5s';
alter role sogoc_signin set lock_timeout = '1s';
alter role sogoc_audit set statement_timeout = '5s';
alter role sogoc_admin set statement_timeout = '10s';
alter role sogoc_query set statement_timeout = '5s';
alter role sogoc_query set default_transaction_read_only = on;
alter role sogoc_jobs set jit = off;
-- A night's worker is one process: parallel ones would take from whoever works beside it.
alter role sogoc_jobs set max_parallel_workers_per_gather = 0;

do $$
begin
    execute format('alter database %I owner to sogoc_owner', current_database());
    -- No TEMP and no CREATE for login roles: a temporary table shadows nothing where nobody can make one.
    execute format('revoke all on database %I from public', current_database());
    execute format(
        'grant connect on database %I to sogoc_migrator, sogoc_app, sogoc_signin, sogoc_field, sogoc_query, '
        'sogoc_import, sogoc_jobs, sogoc_local_check, sogoc_audit, sogoc_admin, sogoc_backup',
        current_database());
    execute format('grant create, temporary on database %I to sogoc_owner, sogoc_migrator', current_database());
    -- COPY into a staging table of the session's own would need this; staging is a schema, so it does not.
    execute format('alter database %I set timezone = ''Asia/Ho_Chi_Minh''', current_database());
    execute format('alter database %I set search_path = pg_catalog', current_database());
    execute format('alter database %I set default_transaction_isolation = ''read committed''', current_database());
end
$$;

create schema if not exists extensions authorization sogoc_owner;
grant usage on schema extensions to public;
create extension if not exists pg_trgm schema extensions;
create extension if not exists unaccent schema extensions;
create extension if not exists btree_gist schema extensions;
create extension if not exists pgcrypto schema extensions;
create extension if not exists pg_stat_statements schema extensions;
-- Reads past every privilege: for the owner's own function jobs.verify_relation, and nobody else.
create extension if not exists amcheck schema extensions;
grant execute on function extensions.verify_heapam(regclass, boolean, boolean, text, bigint, bigint),
    extensions.bt_index_check(regclass, boolean) to sogoc_owner;
revoke all on schema public from public;

-- What a reader could still do inside a READ ONLY transaction (design/access.md, "A reader's own SQL"). Nothing that
-- SoGoc runs as a login role needs one of these; functions of ours that do are definers whose owner is granted it.
do $$
declare
    dangerous record;
begin
    for dangerous in
        select p.oid::regprocedure as signature
        from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
          and (p.proname like 'lo\_%' or p.proname in ('lowrite', 'loread')
               or p.proname like 'pg\_advisory\_%' or p.proname like 'pg\_try\_advisory\_%'
               or p.proname in ('pg_notify', 'pg_terminate_backend', 'pg_cancel_backend')
               or p.proname like 'query\_to\_xml%' or p.proname like 'table\_to\_xml%'
               or p.proname like 'schema\_to\_xml%' or p.proname like 'database\_to\_xml%'
               or p.proname like 'cursor\_to\_xml%')
    loop
        execute format('revoke execute on function %s from public', dangerous.signature);
    end loop;
end
$$;
grant execute on function pg_notify(text, text) to sogoc_auth;
grant execute on function pg_try_advisory_xact_lock(bigint)
    to sogoc_migrator;
