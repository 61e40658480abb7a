-- 0009_accounts.sql: signing in, sessions, and the administration of users and grants.
--
-- Everything is a function of sogoc_auth: sogoc_signin gets in front of the token, sogoc_admin acts under an
-- administrator's, sogoc_migrator makes the first administrators. Whatever changes something writes its audit row in the
-- same transaction; secrets are in no row. Passwords are hashed, codes checked and secrets sealed in Swift: the database
-- holds what must hold for everybody (who may, how often, until when).

set local role sogoc_auth;

alter table auth."user"
    -- The clear text of a password or code can never be stored by mistake.
    add constraint user_password_hash check (password_hash ~ '^\$scrypt\$'),
    -- A second factor that was shown but not yet proved by a code.
    add column totp_pending bytea,
    -- Who gave the present one-time code, and who took the second factor away: never both the same administrator.
    add column password_reset_by int references auth."user",
    add column totp_reset_by int references auth."user";

alter table auth.session add column address text;

-- Tries of the last quarter of an hour; the key is a hash, because people type passwords into the field for names.
create table auth.attempt (
    key          bytea primary key check (length(key) = 32),
    tries        timestamptz[] not null default '{}',
    throttled_at timestamptz
);

-- The audit row of a session or of an act of administration. `actor` is null while nobody is signed in.
create function auth.record(kind text, action text, actor int, address text, os_user text, detail jsonb) returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into audit.event (kind, action, user_id, address, os_user, detail)
    values (record.kind, record.action, record.actor, record.address, record.os_user,
            jsonb_strip_nulls(coalesce(record.detail, '{}')))
$$;

-- Grants that count now: confirmed, not revoked, within their period. Expiry needs no job (F1).
create view auth.grant_now with (security_invoker = true) as
    select granted.id, granted.user_id, granted.role, granted.area_id, granted.valid_to
    from auth."grant" as granted
    where granted.confirmed_at is not null and granted.revoked_at is null
      and granted.valid_from <= now() and now() < granted.valid_to;

-- The class of login that a user's grants open, null while none does.
create function auth.active_class(of_user int) returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select min(role.login_class) from auth.grant_now join auth.role on role.code = grant_now.role
    where grant_now.user_id = of_user
$$;

-- Whether a grant reaches so far that a second factor, and a second administrator, must stand behind it.
create function auth.is_wide(role_code text, area int) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select role.second_factor or place.level <> 'commune'
    from auth.role, registry.area as place where role.code = role_code and place.id = area
$$;

-- More than one commune seen, or administration: then a code besides the password. A grant that is still to begin counts,
-- so that no session from before it lasts into it.
create function auth.needs_second_factor(of_user int) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(bool_or(auth.is_wide(given.role, given.area_id)) or count(distinct place.code) > 1, false)
    from auth."grant" as given
    join registry.area as place on place.id = given.area_id
    where given.user_id = of_user and given.role <> 'operator'
      and given.confirmed_at is not null and given.revoked_at is null and given.valid_to > now()
$$;

-- A session has one class, so a user's grants must agree in it at any time: who administers sees no resident, and who
-- holds two such offices has two accounts.
create function auth.refuse_mixed_classes() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from auth."user" as account where account.id = new.user_id for update;
    if exists (
        select
        from auth."grant" as other
        join auth.role as theirs on theirs.code = other.role
        join auth.role as ours on ours.code = new.role and ours.login_class <> theirs.login_class
        where other.user_id = new.user_id and other.id <> new.id and other.revoked_at is null
          and other.valid_from < new.valid_to and new.valid_from < other.valid_to)
    then
        raise exception 'the grants of a user open one class of login'
            using errcode = 'SG409', constraint = 'grant_one_login_class';
    end if;
    return new;
end
$$;
create trigger grant_one_login_class before insert on auth."grant"
    for each row execute function auth.refuse_mixed_classes();

-- Whoever loses a grant loses the sessions that nothing opens any more; the service hears it and drops open streams.
create function auth.end_sessions_without_grant() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.session set ended_at = now(), end_reason = 'revoked'
    where session.user_id = new.user_id and session.ended_at is null
      and session.login_class is distinct from auth.active_class(new.user_id);
    perform pg_notify('sogoc_session', new.user_id::text);
    return null;
end
$$;
create trigger grant_revoked after update of revoked_at on auth."grant"
    for each row when (new.revoked_at is not null and old.revoked_at is null)
    execute function auth.end_sessions_without_grant();

-- A reach that asks for a second factor ends the sessions that were opened without one.
create function auth.end_sessions_without_second_factor() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.session set ended_at = now(), end_reason = 'second_factor'
    from auth."user" as account
    where session.user_id = new.user_id and session.ended_at is null
      and account.id = new.user_id and account.totp_secret is null and auth.needs_second_factor(account.id);
    return null;
end
$$;
create trigger grant_second_factor after insert or update of confirmed_at on auth."grant"
    for each row when (new.confirmed_at is not null) execute function auth.end_sessions_without_second_factor();

-- Signing in (sogoc_signin) ------------------------------------------------------------------------------------------

-- At most ten tries in fifteen minutes under one key, the ones under way included; the row's lock makes tries at the
-- same time queue up. `name` is what was typed, known or not.
create function auth.begin_try(scope text, name text, address text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted bytea := auth.try_key(scope, name, address);
    earlier auth.attempt;
    recent timestamptz[];
begin
    insert into auth.attempt (key) values (wanted) on conflict (key) do nothing;
    select * into earlier from auth.attempt where attempt.key = wanted for update;
    recent := array(select at from unnest(earlier.tries) as at where at > now() - interval '15 minutes');
    if cardinality(recent) < 10 then
        update auth.attempt set tries = recent || clock_timestamp() where attempt.key = wanted;
        return true;
    end if;
    if earlier.throttled_at is null or earlier.throttled_at < now() - interval '15 minutes' then
        update auth.attempt set throttled_at = now() where attempt.key = wanted;
        perform auth.record('session', 'session.throttle', null, address, null, jsonb_build_object('scope', scope));
    end if;
    return false;
end
$$;

-- Of an IPv6 address only the network counts: its holder has 2^64 addresses to try from.
create function auth.try_key(scope text, name text, address text) returns bytea
    language plpgsql immutable
    set search_path = pg_catalog, pg_temp
as $$
declare
    place text := address;
begin
    if address like '%:%' then
        begin
            place := network(set_masklen(address::inet, 64))::text;
        exception when invalid_text_representation then
            null;
        end;
    end if;
    return sha256(convert_to(concat_ws(chr(31), scope, lower(name), place), 'UTF8'));
end
$$;

-- A try that was no failure: the password was right and something is still missing.
create function auth.forgive_try(scope text, name text, address text) returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    update auth.attempt set tries = trim_array(tries, 1)
    where key = auth.try_key(scope, name, address) and cardinality(tries) > 0
$$;

-- What a sign-in is checked against; no row for a name that is unknown, disabled, without password or without any grant
-- that counts now. The caller answers all of these alike.
create function auth.sign_in_subject(name text)
    returns table (
        user_id int, password_hash text, password_change_due boolean, password_expires_at timestamptz,
        needs_second_factor boolean, totp_secret bytea, totp_pending bytea, totp_last_step bigint, login_class text)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select account.id, account.password_hash, account.password_change_due, account.password_expires_at,
           account.totp_secret is not null or auth.needs_second_factor(account.id),
           account.totp_secret, account.totp_pending, account.totp_last_step, auth.active_class(account.id)
    from auth."user" as account
    where account.name = lower(sign_in_subject.name) and account.state = 'active'
      and account.password_hash is not null and auth.active_class(account.id) is not null
$$;

create function auth.sign_in_failed(of_user int, address text, reason text) returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    select auth.record('session', 'session.refuse', of_user, address, null, jsonb_build_object('reason', reason))
$$;

-- Chosen by its owner, who proved the old one: `old_hash` is what it was compared with, so that of two changes at the
-- same time one is refused. Every session under the old one ends.
create function auth.set_password(of_user int, old_hash text, new_hash text, address text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth."user" as account
    set password_hash = new_hash, password_change_due = false, password_expires_at = null, password_reset_by = null
    where account.id = of_user and account.password_hash = old_hash and account.state = 'active';
    if not found then
        raise exception 'the password was changed meanwhile' using errcode = 'SG401';
    end if;
    update auth.session set ended_at = now(), end_reason = 'password' where session.user_id = of_user and ended_at is null;
    perform auth.record('session', 'user.password', of_user, address, null, null);
end
$$;

-- The same password under newer parameters; nothing changes for anybody.
create function auth.rehash_password(of_user int, old_hash text, new_hash text) returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    update auth."user" as account set password_hash = new_hash
    where account.id = of_user and account.password_hash = old_hash
$$;

-- Keeps the sealed secret that is being shown; one that waits already stays, so that the code scanned first is the code.
create function auth.offer_totp(of_user int, sealed bytea) returns bytea
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    update auth."user" as account set totp_pending = coalesce(account.totp_pending, sealed)
    where account.id = of_user and account.totp_secret is null
    returning account.totp_pending
$$;

-- The first code was right: the waiting secret becomes the second factor.
create function auth.enrol_totp(of_user int, sealed bytea, address text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth."user" as account
    set totp_secret = sealed, totp_pending = null, totp_last_step = 0, totp_reset_by = null
    where account.id = of_user and account.totp_secret is null and account.totp_pending = sealed;
    if not found then
        raise exception 'no second factor is being enrolled' using errcode = 'SG401';
    end if;
    perform auth.record('session', 'user.second_factor', of_user, address, null, null);
end
$$;

-- A code counts once, also when two sign-ins bring it at the same instant (RFC 6238, 5.2).
create function auth.use_totp_step(of_user int, step bigint) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth."user" as account set totp_last_step = step where account.id = of_user and account.totp_last_step < step;
    return found;
end
$$;

-- Opens a session for a user whose password and code were right, and uses the code up. What sign-in still waits for is
-- asked here again: no mistake of the service opens a session over it. `step`: the code's, null where none is needed.
create function auth.open_session(of_user int, token_hash bytea, step bigint, address text) returns timestamptz
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    account auth."user";
    opened_class text := auth.active_class(of_user);
    expiry timestamptz := now() + interval '12 hours';
begin
    select * into account from auth."user" as known where known.id = of_user for update;
    if account.state is distinct from 'active' or opened_class is null or account.password_hash is null
       or account.password_change_due or account.totp_secret is null and auth.needs_second_factor(of_user)
    then
        raise exception 'this account cannot open a session now' using errcode = 'SG401';
    end if;
    if account.totp_secret is not null and (step is null or not auth.use_totp_step(of_user, step)) then
        raise exception 'the code was used' using errcode = 'SG401', constraint = 'totp_step_once';
    end if;
    insert into auth.session (user_id, token_hash, login_class, expires_at, address)
    values (of_user, open_session.token_hash, opened_class, expiry, open_session.address);
    delete from auth.attempt
    where key in (auth.try_key('password', account.name, address), auth.try_key('code', account.name, null));
    perform auth.record('session', 'session.open', of_user, address, null, jsonb_build_object('class', opened_class));
    return expiry;
end
$$;

-- Once a minute, for all tokens used since: what keeps a session from lying idle. `ages` says how many seconds ago each was
-- used last, so that a late word counts from the use and not from its arrival. It revives none that was idle when used.
create function auth.touch(token_hashes bytea[], ages float8[]) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    touched int;
begin
    update auth.session set last_seen = greatest(session.last_seen, used.at)
    from (
        select told.token_hash, now() - make_interval(secs => greatest(told.age, 0)) as at
        from unnest(token_hashes, ages) as told (token_hash, age)
    ) as used
    where session.token_hash = used.token_hash and session.ended_at is null and session.expires_at > used.at
      and auth.idle_end(session.last_seen, session.idle_limit) > used.at;
    get diagnostics touched = row_count;
    return touched;
end
$$;

-- Nightly: what lies idle or is over is marked as ended, and forgotten after ninety days; the audit keeps what happened.
create function auth.purge_sessions() returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    purged int;
begin
    update auth.session
    set ended_at = least(session.expires_at, auth.idle_end(session.last_seen, session.idle_limit)),
        end_reason = case when session.expires_at <= now() then 'expired' else 'idle' end
    where session.ended_at is null
      and (session.expires_at <= now() or auth.idle_end(session.last_seen, session.idle_limit) <= now());
    delete from auth.session where session.ended_at < now() - interval '90 days';
    get diagnostics purged = row_count;
    delete from auth.attempt
    where not exists (select from unnest(attempt.tries) as at where at > now() - interval '1 day');
    return purged;
end
$$;

grant execute on function auth.begin_try(text, text, text), auth.forgive_try(text, text, text), auth.sign_in_subject(text),
    auth.sign_in_failed(int, text, text), auth.set_password(int, text, text, text),
    auth.rehash_password(int, text, text), auth.offer_totp(int, bytea), auth.enrol_totp(int, bytea, text),
    auth.open_session(int, bytea, bigint, text), auth.touch(bytea[], float8[])
    to sogoc_signin;
grant execute on function auth.purge_sessions() to sogoc_jobs;

-- Under one's own token --------------------------------------------------------------------------------------------

-- The session behind the current token, null as auth.user_id() is.
create function auth.session_id() returns bigint
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select session.id from auth.session
    where session.token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
      and session.user_id = auth.user_id()
$$;

-- Whose session it is and which grants count now, of whatever class; no row for a token that opens nothing.
create function auth.describe_session(token_hash bytea)
    returns table (
        user_id int, name text, display_name text, login_class text, expires_at timestamptz, idle_seconds int,
        roles text[], role_names_vi text[], areas text[], area_names text[])
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select account.id, account.name, account.display_name, session.login_class, session.expires_at,
           extract(epoch from session.idle_limit)::int,
           array_remove(array_agg(held.role order by held.id), null),
           array_remove(array_agg(role.name_vi order by held.id), null),
           array_remove(array_agg(place.code order by held.id), null),
           array_remove(array_agg(place.name order by held.id), null)
    from auth.session
    join auth."user" as account on account.id = session.user_id and account.state = 'active'
    left join auth.grant_now as held on held.user_id = account.id
    left join auth.role on role.code = held.role
    left join registry.area as place on place.id = held.area_id
    where session.token_hash = describe_session.token_hash and session.ended_at is null
      and session.expires_at > now() and auth.idle_end(session.last_seen, session.idle_limit) > now()
    group by account.id, session.id
$$;

-- The same for the current token.
create function auth.whoami()
    returns table (
        user_id int, name text, display_name text, login_class text, expires_at timestamptz, idle_seconds int,
        roles text[], role_names_vi text[], areas text[], area_names text[])
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select described.*
    from auth.describe_session(sha256(convert_to(current_setting('app.token', true), 'UTF8'))) as described
    where described.user_id = auth.user_id()
$$;

-- Signs out by the token alone, of whatever class: whoever holds it may end it. False if it opened nothing any more.
create function auth.end_session(token_hash bytea, address text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    owner int;
begin
    update auth.session set ended_at = now(), end_reason = 'closed'
    where session.token_hash = end_session.token_hash and session.ended_at is null
    returning session.user_id into owner;
    if owner is null then
        return false;
    end if;
    perform auth.record('session', 'session.close', owner, address, null, null);
    perform pg_notify('sogoc_session', owner::text);
    return true;
end
$$;

-- Signs out: ends the token's own session, or another one of the same user (a browser left open elsewhere).
create function auth.close_session(other bigint default null) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.user_id();
    closed bigint;
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    update auth.session set ended_at = now(), end_reason = 'closed'
    where session.id = coalesce(other, auth.session_id()) and session.user_id = caller and session.ended_at is null
    returning session.id into closed;
    if closed is null then
        return false;
    end if;
    perform auth.record('session', 'session.close', caller, null, null, jsonb_build_object('session', closed));
    perform pg_notify('sogoc_session', caller::text);
    return true;
end
$$;

create function auth.own_sessions()
    returns table (
        id bigint, created_at timestamptz, last_seen timestamptz, expires_at timestamptz, address text, is_current boolean)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select session.id, session.created_at, session.last_seen, session.expires_at, session.address,
           session.id = auth.session_id()
    from auth.session
    where session.user_id = auth.user_id() and session.ended_at is null and session.expires_at > now()
      and auth.idle_end(session.last_seen, session.idle_limit) > now()
    order by session.created_at desc
$$;

grant execute on function auth.describe_session(bytea), auth.end_session(bytea, text) to sogoc_signin;
grant execute on function auth.whoami(), auth.close_session(bigint), auth.own_sessions()
    to sogoc_app, sogoc_field, sogoc_query, sogoc_admin;

-- Administration (sogoc_admin, under an administrator's token) -------------------------------------------------------

-- The administrator behind the token; the grant is asked for at every act, not at sign-in. Counts as use of the session.
create function auth.require_administrator() returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.user_id();
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    if not exists (select from auth.grant_now where grant_now.user_id = caller and grant_now.role = 'administrator') then
        raise exception 'not an administrator' using errcode = 'SG403';
    end if;
    update auth.session set last_seen = now()
    where session.id = auth.session_id() and session.last_seen < now() - interval '1 minute';
    return caller;
end
$$;

-- The account that is meant, locked; `operator` is the installation's own and nobody's to administer.
create function auth.account(of_name text) returns auth."user"
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    account auth."user";
begin
    select * into account from auth."user" as known
    where known.name = lower(of_name) and known.name <> 'operator' for update;
    if account.id is null then
        raise exception 'no such user' using errcode = 'SG404';
    end if;
    return account;
end
$$;

create function auth.refuse_oneself(caller int, account auth."user") returns void
    language plpgsql immutable
    set search_path = pg_catalog, pg_temp
as $$
begin
    if caller = account.id then
        raise exception 'not to oneself' using errcode = 'SG409', constraint = 'user_not_oneself';
    end if;
end
$$;

-- The area of a code as it is today, else as it was last; R5.1: a code may outlive a unit.
create function auth.area_by_code(area_code text) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    found_area int;
begin
    select place.id into found_area from registry.area as place
    where place.code = area_code
    order by place.valid_from <= registry.today() desc, place.valid_from desc limit 1;
    if found_area is null then
        raise exception 'no such area' using errcode = 'SG404';
    end if;
    return found_area;
end
$$;

-- Whether an area lies in what an administrator's office covers, on a day on which the area existed.
create function auth.administers(caller int, area int) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from auth.grant_now as office, registry.area as place
        where office.user_id = caller and office.role = 'administrator' and place.id = area
          and area in (select registry.areas_within(
                office.area_id, least(greatest(registry.today(), place.valid_from), place.valid_to - 1))))
$$;

-- Makes a user who can do nothing yet. `code_hash`: of a one-time code that is changed at the first sign-in.
create function auth.add_user(new_name text, display_name text, code_hash text, code_expires timestamptz, os_user text)
    returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    made int;
begin
    if lower(new_name) = 'operator' then
        raise exception 'the name is taken' using errcode = 'SG409', constraint = 'user_name';
    end if;
    insert into auth."user" (
        name, display_name, password_hash, password_change_due, password_expires_at, created_by, password_reset_by)
    values (lower(new_name), add_user.display_name, code_hash, true, code_expires, caller, caller)
    returning id into made;
    perform auth.record('administration', 'user.add', caller, null, os_user, jsonb_build_object('user', made));
    return made;
end
$$;

create function auth.disable_user(of_name text, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    account auth."user" := auth.account(of_name);
begin
    perform auth.refuse_oneself(caller, account);
    update auth."user" as known set state = 'disabled', disabled_at = now()
    where known.id = account.id and known.state <> 'disabled';
    if not found then
        return false;
    end if;
    perform auth.record('administration', 'user.disable', caller, null, os_user, jsonb_build_object('user', account.id));
    return true;
end
$$;

create function auth.enable_user(of_name text, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    account auth."user" := auth.account(of_name);
begin
    update auth."user" as known set state = 'active', disabled_at = null
    where known.id = account.id and known.state <> 'active';
    if not found then
        return false;
    end if;
    perform auth.record('administration', 'user.enable', caller, null, os_user, jsonb_build_object('user', account.id));
    return true;
end
$$;

-- A new one-time code for a lost password; old sessions die (G4). The second factor stays: with both in one hand an
-- administrator could become anybody, and confirm his own grants as another administrator.
create function auth.reset_password(of_name text, code_hash text, code_expires timestamptz, os_user text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    account auth."user" := auth.account(of_name);
begin
    perform auth.refuse_oneself(caller, account);
    if account.totp_reset_by = caller then
        raise exception 'another administrator must do it'
            using errcode = 'SG409', constraint = 'user_reset_second_person';
    end if;
    update auth."user" as known
    set password_hash = code_hash, password_change_due = true, password_expires_at = code_expires,
        password_reset_by = caller
    where known.id = account.id;
    update auth.session set ended_at = now(), end_reason = 'reset'
    where session.user_id = account.id and session.ended_at is null;
    perform pg_notify('sogoc_session', account.id::text);
    perform auth.record('administration', 'user.reset', caller, null, os_user, jsonb_build_object('user', account.id));
end
$$;

-- Takes a lost second factor away; the next sign-in enrols a new one. Not by whoever gave the present one-time code.
create function auth.reset_second_factor(of_name text, os_user text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    account auth."user" := auth.account(of_name);
begin
    perform auth.refuse_oneself(caller, account);
    if account.password_reset_by = caller and account.totp_secret is not null then
        raise exception 'another administrator must do it'
            using errcode = 'SG409', constraint = 'user_reset_second_person';
    end if;
    update auth."user" as known set totp_secret = null, totp_pending = null, totp_reset_by = caller
    where known.id = account.id;
    update auth.session set ended_at = now(), end_reason = 'reset'
    where session.user_id = account.id and session.ended_at is null;
    perform pg_notify('sogoc_session', account.id::text);
    perform auth.record(
        'administration', 'user.reset_second_factor', caller, null, os_user, jsonb_build_object('user', account.id));
end
$$;

-- All users, or the one of that name.
create function auth.users(of_name text default null)
    returns table (
        id int, name text, display_name text, state text, password_change_due boolean, code_expires_at timestamptz,
        has_second_factor boolean, needs_second_factor boolean, roles text[], areas text[], created_at timestamptz,
        created_by text, disabled_at timestamptz, last_sign_in timestamptz, open_sessions int)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    return query
        select account.id, account.name, account.display_name, account.state, account.password_change_due,
               account.password_expires_at, account.totp_secret is not null, auth.needs_second_factor(account.id),
               array(select held.role from auth.grant_now as held where held.user_id = account.id order by held.id),
               array(select place.code from auth.grant_now as held join registry.area as place on place.id = held.area_id
                     where held.user_id = account.id order by held.id),
               account.created_at, creator.name, account.disabled_at,
               (select max(session.created_at) from auth.session where session.user_id = account.id),
               (select count(*)::int from auth.session
                where session.user_id = account.id and session.ended_at is null and session.expires_at > now()
                  and auth.idle_end(session.last_seen, session.idle_limit) > now())
        from auth."user" as account
        left join auth."user" as creator on creator.id = account.created_by
        where of_name is null or account.name = lower(of_name)
        order by account.name;
end
$$;

create function auth.user_sessions(of_name text)
    returns table (
        id bigint, login_class text, created_at timestamptz, last_seen timestamptz, expires_at timestamptz,
        address text, state text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    account auth."user";
begin
    perform auth.require_administrator();
    account := auth.account(of_name);
    return query
        select session.id, session.login_class, session.created_at, session.last_seen, session.expires_at, session.address,
               case when session.ended_at is not null then coalesce(session.end_reason, 'ended')
                    when session.expires_at <= now() then 'expired'
                    when auth.idle_end(session.last_seen, session.idle_limit) <= now() then 'idle'
                    else 'open' end
        from auth.session
        where session.user_id = account.id
        order by session.created_at desc
        limit 100;
end
$$;

-- Gives a role over an area for a period. Not to oneself, not `operator`, and only within the administrator's own office
-- (F6). A wide reach counts only after another administrator's confirmation; a commune's does at once.
create function auth.grant_role(
    of_name text, role_code text, area_code text, from_time timestamptz, to_time timestamptz, why text, os_user text)
    returns table (grant_id int, is_confirmed boolean)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    account auth."user" := auth.account(of_name);
    area int := auth.area_by_code(area_code);
    at_once boolean;
    made int;
begin
    if caller = account.id then
        raise exception 'not to oneself' using errcode = 'SG409', constraint = 'grant_not_to_oneself';
    end if;
    if not exists (select from auth.role where role.code = role_code) then
        raise exception 'no such role' using errcode = 'SG404';
    end if;
    if role_code = 'operator' or not auth.administers(caller, area) then
        raise exception 'not within the administrator''s office' using errcode = 'SG403';
    end if;
    at_once := not auth.is_wide(role_code, area);
    insert into auth."grant" (user_id, role, area_id, valid_from, valid_to, reason, granted_by, confirmed_at)
    values (account.id, role_code, area, coalesce(from_time, now()), coalesce(to_time, 'infinity'), why, caller,
            case when at_once then now() end)
    returning id into made;
    perform auth.record(
        'administration', 'role.grant', caller, null, os_user,
        jsonb_build_object('grant', made, 'user', account.id, 'role', role_code, 'area', area_code, 'confirmed', at_once));
    return query select made, at_once;
end
$$;

-- The second administrator's word. Neither who gave the grant nor who gets it.
create function auth.confirm_grant(of_grant int, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    given auth."grant";
begin
    select * into given from auth."grant" as known where known.id = of_grant and known.role <> 'operator' for update;
    if given.id is null then
        raise exception 'no such grant' using errcode = 'SG404';
    end if;
    if caller in (given.user_id, given.granted_by) then
        raise exception 'another administrator must do it' using errcode = 'SG409', constraint = 'grant_second_person';
    end if;
    if not auth.administers(caller, given.area_id) then
        raise exception 'not within the administrator''s office' using errcode = 'SG403';
    end if;
    if given.revoked_at is not null then
        raise exception 'the grant was revoked' using errcode = 'SG409', constraint = 'grant_revoked';
    end if;
    if given.confirmed_at is not null then
        return false;
    end if;
    update auth."grant" as known set confirmed_by = caller, confirmed_at = now() where known.id = of_grant;
    perform auth.record(
        'administration', 'role.confirm', caller, null, os_user,
        jsonb_build_object('grant', of_grant, 'user', given.user_id));
    return true;
end
$$;

-- Takes a grant back, at once. An administrator cannot leave the office by his own hand: others decide.
create function auth.revoke_grant(of_grant int, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    given auth."grant";
begin
    select * into given from auth."grant" as known where known.id = of_grant and known.role <> 'operator' for update;
    if given.id is null then
        raise exception 'no such grant' using errcode = 'SG404';
    end if;
    if caller = given.user_id then
        raise exception 'not to oneself' using errcode = 'SG409', constraint = 'user_not_oneself';
    end if;
    if not auth.administers(caller, given.area_id) then
        raise exception 'not within the administrator''s office' using errcode = 'SG403';
    end if;
    if given.revoked_at is not null then
        return false;
    end if;
    update auth."grant" as known set revoked_by = caller, revoked_at = now() where known.id = of_grant;
    perform auth.record(
        'administration', 'role.revoke', caller, null, os_user,
        jsonb_build_object('grant', of_grant, 'user', given.user_id));
    return true;
end
$$;

-- Grants of all users, of one, or the one of that number, with what each is today.
create function auth.grants(of_name text default null, of_grant int default null)
    returns table (
        id int, user_name text, role text, area_code text, area_name text, valid_from timestamptz, valid_to timestamptz,
        reason text, granted_by text, granted_at timestamptz, confirmed_by text, confirmed_at timestamptz,
        revoked_by text, revoked_at timestamptz, state text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    if of_name is not null then
        perform auth.account(of_name);
    end if;
    return query
        select given.id, account.name, given.role, place.code, place.name, given.valid_from,
               nullif(given.valid_to, 'infinity'), given.reason, granter.name, given.granted_at,
               confirmer.name, given.confirmed_at, revoker.name, given.revoked_at,
               case when given.revoked_at is not null then 'revoked'
                    when given.valid_to <= now() then 'expired'
                    when given.confirmed_at is null then 'unconfirmed'
                    when given.valid_from > now() then 'future'
                    else 'active' end
        from auth."grant" as given
        join auth."user" as account on account.id = given.user_id
        join registry.area as place on place.id = given.area_id
        left join auth."user" as granter on granter.id = given.granted_by
        left join auth."user" as confirmer on confirmer.id = given.confirmed_by
        left join auth."user" as revoker on revoker.id = given.revoked_by
        where (of_name is null or account.name = lower(of_name)) and (of_grant is null or given.id = of_grant)
        order by account.name, given.id;
end
$$;

create function auth.roles()
    returns table (
        code text, name_vi text, name_en text, login_class text, may_view boolean, may_edit boolean, may_approve boolean,
        search_wide boolean, second_factor boolean, holders int)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    return query
        select role.code, role.name_vi, role.name_en, role.login_class, role.may_view, role.may_edit, role.may_approve,
               role.search_wide, role.second_factor,
               (select count(distinct held.user_id)::int from auth.grant_now as held where held.role = role.code)
        from auth.role
        where role.code <> 'operator'
        order by role.login_class, role.code;
end
$$;

grant execute on function auth.add_user(text, text, text, timestamptz, text), auth.disable_user(text, text),
    auth.enable_user(text, text), auth.reset_password(text, text, timestamptz, text),
    auth.reset_second_factor(text, text), auth.users(text), auth.user_sessions(text),
    auth.grant_role(text, text, text, timestamptz, timestamptz, text, text), auth.confirm_grant(int, text),
    auth.revoke_grant(int, text), auth.grants(text, int), auth.roles()
    to sogoc_admin;

-- The owner of the installation (sogoc_migrator) ---------------------------------------------------------------------

-- The uppermost areas in which the installation keeps books, each in its newest version; with no book yet, every
-- uppermost area.
create function auth.root_areas() returns setof int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with recursive above as (
        select place.id, place.level, place.code, place.parent_id, place.valid_from
        from registry.area as place
        where place.id in (select book_area.area_id from registry.book_area)
           or place.parent_id is null and not exists (select from registry.book_area)
        union
        select parent.id, parent.level, parent.code, parent.parent_id, parent.valid_from
        from above join registry.area as parent on parent.id = above.parent_id
    )
    select distinct on (above.level, above.code) above.id
    from above where above.parent_id is null
    order by above.level, above.code, above.valid_from desc
$$;

create function auth.administrator_count() returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select count(distinct account.id)::int
    from auth."user" as account
    join auth.grant_now as held on held.user_id = account.id and held.role = 'administrator'
    where account.state = 'active'
$$;

-- The first two administrators, by whoever owns the installation; from then on administrators make each other.
create function auth.bootstrap_administrator(
    new_name text, display_name text, code_hash text, code_expires timestamptz, os_user text) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    made int;
begin
    -- Two at the same time must not make a third.
    lock table auth."grant" in share row exclusive mode;
    if auth.administrator_count() >= 2 then
        raise exception 'there are two administrators' using errcode = 'SG403';
    end if;
    if lower(new_name) = 'operator' then
        raise exception 'the name is taken' using errcode = 'SG409', constraint = 'user_name';
    end if;
    insert into auth."user" (name, display_name, password_hash, password_change_due, password_expires_at)
    values (lower(new_name), bootstrap_administrator.display_name, code_hash, true, code_expires)
    returning id into made;
    insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
    select made, 'administrator', area, 'by the owner of the installation', now() from auth.root_areas() as area;
    if not found then
        raise exception 'the areas are not loaded' using errcode = 'SG409', constraint = 'area_missing';
    end if;
    perform auth.record('administration', 'user.bootstrap', null, null, os_user, jsonb_build_object('user', made));
    return made;
end
$$;

-- An administrator who lost password or second factor, while no second one is left to help: by the owner. Ends sessions.
create function auth.bootstrap_reset(of_name text, code_hash text, code_expires timestamptz, os_user text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    account auth."user" := auth.account(of_name);
begin
    if not exists (select from auth.grant_now as held where held.user_id = account.id and held.role = 'administrator') then
        raise exception 'an administrator resets other users' using errcode = 'SG403';
    end if;
    update auth."user" as known
    set password_hash = code_hash, password_change_due = true, password_expires_at = code_expires,
        totp_secret = null, totp_pending = null, password_reset_by = null, totp_reset_by = null
    where known.id = account.id;
    update auth.session set ended_at = now(), end_reason = 'reset'
    where session.user_id = account.id and session.ended_at is null;
    perform pg_notify('sogoc_session', account.id::text);
    perform auth.record(
        'administration', 'user.bootstrap_reset', null, null, os_user, jsonb_build_object('user', account.id));
end
$$;

-- A session of the installation's own, for imports and the demonstration district on its machine. The account has no
-- password and no way to sign in; the session says in the audit who sat at the machine, and why.
create function auth.open_operator_session(token_hash bytea, os_user text, reason text) returns timestamptz
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    operator int;
    expiry timestamptz := now() + interval '12 hours';
begin
    if length(btrim(coalesce(os_user, ''))) = 0 or length(btrim(coalesce(reason, ''))) < 3 then
        raise exception 'who and why' using errcode = 'SG403';
    end if;
    insert into auth."user" (name, display_name, password_change_due) values ('operator', 'Người vận hành', false)
    on conflict (name) do nothing;
    select account.id into operator from auth."user" as account
    where account.name = 'operator' and account.state = 'active' for update;
    if operator is null then
        raise exception 'the operator is disabled' using errcode = 'SG403';
    end if;
    insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
    select operator, 'operator', area, 'the installation''s own books', now() from auth.root_areas() as area
    where not exists (
        select from auth.grant_now as held where held.user_id = operator and held.area_id = area);
    -- An import of many hours may lie still for longer than a clerk would.
    insert into auth.session (user_id, token_hash, login_class, expires_at, idle_limit)
    values (operator, open_operator_session.token_hash, 'app', expiry, interval '12 hours');
    perform auth.record('session', 'session.operator', operator, null, os_user, jsonb_build_object('reason', reason));
    return expiry;
end
$$;

-- The end of such a session, when the command is done.
create function auth.close_operator_session(token_hash bytea, os_user text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    operator int;
begin
    update auth.session set ended_at = now(), end_reason = 'closed'
    where session.token_hash = close_operator_session.token_hash and session.ended_at is null
    returning session.user_id into operator;
    if operator is not null then
        perform auth.record('session', 'session.close', operator, null, os_user, null);
    end if;
end
$$;

grant execute on function auth.administrator_count(), auth.bootstrap_reset(text, text, timestamptz, text),
    auth.bootstrap_administrator(text, text, text, timestamptz, text),
    auth.open_operator_session(bytea, text, text), auth.close_operator_session(bytea, text)
    to sogoc_migrator;
