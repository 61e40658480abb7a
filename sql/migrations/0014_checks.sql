-- 0014_checks.sql: what the nightly checks (sql/checks) read besides the records themselves.
--
-- A check runs as sogoc_jobs. It may read all books, and nothing of auth: the functions below answer about accounts what a
-- check compares, and no password, token, secret or person's name. The views say once what "now" is, so that two checks
-- never mean two things by it; they act as their caller.

set local role sogoc_owner;

-- Who lives here now: the version that is believed, of somebody whose stay is open.
create view registry.resident_now with (security_invoker = true) as
    select version.*
    from registry.resident_version as version
    where version.believed_to = 'infinity' and version.status = 'present';

-- The households that are open now, as they are believed.
create view registry.household_now with (security_invoker = true) as
    select version.*
    from registry.household_version as version
    where version.believed_to = 'infinity' and not version.closed;

-- The birth that is current of whoever lives here now: the days on which she may have been born.
create view registry.birth_now with (security_invoker = true) as
    select version.book_id, version.resident_id, version.born_precision, version.born_ranges, version.born_earliest,
           version.born_latest, version.seal
    from registry.resident_version as version
    where version.believed_to = 'infinity' and version.status = 'present' and version.born_ranges is not null;

-- Twelve digits on a paper that carries the personal number. A registration that was withdrawn claims nothing.
create view registry.claimed_number with (security_invoker = true) as
    select paper.book_id, paper.resident_id, paper.id, paper.kind, paper.number, paper.seal
    from registry.paper_fact as paper
    join registry.resident_version as version using (book_id, resident_id)
    where version.believed_to = 'infinity' and version.status <> 'withdrawn' and paper.number ~ '^[0-9]{12}$'
      and paper.kind in ('cccd', 'cccd_ma_vach', 'cccd_gan_chip', 'can_cuoc', 'cmnd_12', 'giay_chung_nhan_can_cuoc', 'khai_sinh');

-- Kin who are residents of some book: of each kind the statement that was chosen last, else the first.
create view registry.kin_now with (security_invoker = true) as
    select fact.book_id, fact.resident_id, fact.id, fact.kind, fact.kin_book_id, fact.kin_id, fact.seal
    from registry.kin_fact as fact
    where fact.kin_id is not null
      and fact.id = (
          select other.id
          from registry.kin_fact as other
          where (other.book_id, other.resident_id, other.kind) = (fact.book_id, fact.resident_id, fact.kind)
          order by (other.id = (
                       select choice.kin_fact_id from registry.choice
                       where (choice.book_id, choice.resident_id) = (fact.book_id, fact.resident_id)
                         and choice.attribute = 'kin.' || fact.kind
                       order by choice.id desc limit 1)) desc nulls last, other.id
          limit 1);

-- Parents, told as kin or seen from a household: a child of its head (04), and the head's own father (08) and mother (09).
-- An adopted child (05) has no parent by age. `role` is father, mother, or parent where the head's sex is not known.
create view registry.parent_now with (security_invoker = true) as
    select kin.book_id, kin.resident_id as child_id, kin.kin_book_id as parent_book_id, kin.kin_id as parent_id, kin.kind as role
    from registry.kin_now as kin
    where kin.kind in ('father', 'mother')
    union
    select child.book_id, child.resident_id, head.book_id, head.resident_id,
           case head.sex when 'F' then 'mother' when 'M' then 'father' else 'parent' end
    from registry.resident_now as child
    join registry.household_now as home using (book_id, household_id)
    join registry.resident_now as head on (head.book_id, head.resident_id) = (home.book_id, home.head_id)
    where child.relation = '04'
    union
    select head.book_id, head.resident_id, parent.book_id, parent.resident_id,
           case parent.relation when '08' then 'father' else 'mother' end
    from registry.resident_now as parent
    join registry.household_now as home using (book_id, household_id)
    join registry.resident_now as head on (head.book_id, head.resident_id) = (home.book_id, home.head_id)
    where parent.relation in ('08', '09');

grant select on registry.resident_now, registry.household_now, registry.birth_now, registry.claimed_number,
    registry.kin_now, registry.parent_now to sogoc_jobs;

-- Events that found no month's partition wait here; the policy of the whole table does not reach a partition asked by name.
create policy nights on audit.event_default for select to sogoc_jobs using (true);
grant select on audit.event_default to sogoc_jobs;

-- How far a sequence has come is told to whoever may read it.
grant select on all sequences in schema registry, audit, jobs to sogoc_jobs;
alter default privileges in schema registry, audit, jobs grant select on sequences to sogoc_jobs;

reset role;
set local role sogoc_auth;
grant select on all sequences in schema auth to sogoc_jobs;
alter default privileges in schema auth grant select on sequences to sogoc_jobs;

-- Accounts without their secrets. `operator` is the installation's own: it has no password and signs in nowhere.
create function auth.checked_users()
    returns table (
        user_id int, name text, state text, created_at timestamptz, code_due boolean, code_expires_at timestamptz,
        has_second_factor boolean, home_book_id int, home_id uuid)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select account.id, account.name, account.state, account.created_at, account.password_change_due,
           account.password_expires_at, account.totp_secret is not null, account.household_book_id, account.household_id
    from auth."user" as account
    where account.name <> 'operator'
$$;

-- Grants with what their role and area make of them. `wide`: as auth.is_wide, so that a second administrator and a second
-- factor must stand behind it.
create function auth.checked_grants()
    returns table (
        grant_id int, user_id int, role text, login_class text, may_view boolean, area_id int, area_level text,
        area_valid_to date, wide boolean, valid_from timestamptz, valid_to timestamptz, granted_by int, granted_at timestamptz,
        confirmed_by int, confirmed_at timestamptz, revoked_at timestamptz)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select given.id, given.user_id, given.role, role.login_class, role.may_view, given.area_id, place.level, place.valid_to,
           auth.is_wide(given.role, given.area_id), given.valid_from, given.valid_to, given.granted_by, given.granted_at,
           given.confirmed_by, given.confirmed_at, given.revoked_at
    from auth."grant" as given
    join auth.role on role.code = given.role
    join registry.area as place on place.id = given.area_id
    where given.role <> 'operator'
$$;

create function auth.checked_sessions()
    returns table (
        session_id bigint, user_id int, login_class text, created_at timestamptz, last_seen timestamptz,
        expires_at timestamptz, idle_limit interval, ended_at timestamptz)
    language sql stable security definer rows 200
    set search_path = pg_catalog, pg_temp
as $$
    select session.id, session.user_id, session.login_class, session.created_at, session.last_seen, session.expires_at,
           session.idle_limit, session.ended_at
    from auth.session
    join auth."user" as account on account.id = session.user_id
    where account.name <> 'operator'
$$;

create function auth.checked_scope()
    returns table (grant_id int, user_id int, reach text, book_id int, valid_from timestamptz, valid_to timestamptz)
    language sql stable security definer rows 200
    set search_path = pg_catalog, pg_temp
as $$
    select scope.grant_id, scope.user_id, scope.reach, scope.book_id, scope.valid_from, scope.valid_to from auth.scope
$$;

grant execute on function auth.checked_users(), auth.checked_grants(), auth.checked_sessions(), auth.checked_scope()
    to sogoc_jobs;
