-- 0007_idempotency.sql: a request that was answered once is answered the same way again (design/access.md, guards).

set local role sogoc_auth;

create table idem.key (
    user_id    int   not null,
    key        text  not null check (length(key) between 8 and 100),
    route      text  not null check (length(route) between 1 and 200),
    -- sha256 of the body: another body under the same key is a mistake of the caller's.
    body_hash  bytea not null check (length(body_hash) = 32),
    status     smallint,
    -- What the answer was about ("17/0190…"), rendered again under today's rights.
    subject    text,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);
create index key_age on idem.key (created_at);

-- The first statement of a writing segment. Raises where the key was used: SG422 with another body or route, SG208 where
-- the answer stands ready to be given again. A second request at the same time waits for the first on the key's index
-- until lock_timeout (55P03: in flight).
create function idem.claim(key text, route text, body_hash bytea) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.user_id();
    earlier idem.key;
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    insert into idem.key (user_id, key, route, body_hash)
    values (caller, claim.key, claim.route, claim.body_hash)
    on conflict on constraint key_pkey do nothing;
    if found then
        return;
    end if;
    select * into earlier from idem.key as used where used.user_id = caller and used.key = claim.key;
    if earlier.route <> claim.route or earlier.body_hash <> claim.body_hash then
        raise exception 'the key was used for another request' using errcode = 'SG422';
    end if;
    raise exception 'answered already' using errcode = 'SG208';
end
$$;

create function idem.finish(key text, status int, subject text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update idem.key as used set status = finish.status, subject = finish.subject
    where used.user_id = auth.user_id() and used.key = finish.key;
end
$$;

create function idem.answer(key text) returns table (status smallint, subject text)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$ select used.status, used.subject from idem.key as used where used.user_id = auth.user_id() and used.key = answer.key $$;

create function idem.forget(older_than interval) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    forgotten bigint;
begin
    delete from idem.key where created_at < now() - greatest(older_than, interval '48 hours');
    get diagnostics forgotten = row_count;
    return forgotten;
end
$$;

grant execute on function idem.claim(text, text, bytea), idem.finish(text, int, text), idem.answer(text) to sogoc_app;
grant execute on function idem.forget(interval) to sogoc_jobs;
