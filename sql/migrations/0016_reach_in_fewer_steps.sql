-- 0016_reach_in_fewer_steps.sql: who the token is, asked in one place, and a reach without a second change of rights.
--
-- A search asks for its caller's reach and clearance seven times, once for each table under row security; changing rights
-- and path twice and joining the session to each answer was a third of what that cost.

set local role sogoc_auth;

-- The user behind the current token, or null: none, '' (a setting once set locally reads '' afterwards), unknown, ended,
-- expired, idle too long, of another login class, or of a disabled user. Runs with the rights and the path of the functions
-- below, which are its only callers.
create function auth.token_user() returns int
    language plpgsql stable parallel safe cost 10000
as $$
declare
    token text := current_setting('app.token', true);
begin
    if token is null or token = '' then
        return null;
    end if;
    return (
        select session.user_id
        from auth.session
        join auth."user" as account on account.id = session.user_id and account.state = 'active'
        where session.token_hash = sha256(convert_to(token, 'UTF8'))
          and session.ended_at is null
          and session.expires_at > now()
          and auth.idle_end(session.last_seen, session.idle_limit) > now()
          and session.login_class = any (auth.login_classes(session_user)));
end
$$;

-- The books that the current token reaches in one way; also without rights of its own.
create or replace function auth.books(wanted text) returns int[]
    language plpgsql stable parallel safe cost 10000
as $$
declare
    found_user int := auth.token_user();
begin
    if found_user is null then
        return '{}';
    end if;
    return array(
        select distinct scope.book_id
        from auth.scope
        where scope.user_id = found_user and scope.reach = wanted
          and scope.valid_from <= now() and now() < scope.valid_to);
end
$$;

create or replace function auth.user_id() returns int
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$ begin return auth.token_user(); end $$;

-- The highest seal the current token opens; a sealed resident does not exist below it (F10).
create or replace function auth.clearance() returns smallint
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$
declare
    found_user int := auth.token_user();
begin
    return coalesce((
        select max(role.clearance)
        from auth."grant" as g
        join auth.role on role.code = g.role
        where g.user_id = found_user
          and g.revoked_at is null and g.confirmed_at is not null
          and g.valid_from <= now() and now() < g.valid_to), -1::smallint);
end
$$;
