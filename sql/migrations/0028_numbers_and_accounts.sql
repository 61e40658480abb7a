-- 0028_numbers_and_accounts.sql: personal numbers cancelled and re-established (C9), and e-identity accounts, which follow the
-- card and the person (C5).

set local role sogoc_owner;

-- Why a number was cancelled (R1.8, R1.9): the first two only at the citizen's wish.
alter table registry.personal_number_event add column ground text check (ground in (
    'sex_redetermined', 'birth_year_corrected', 'collection_error', 'forged_papers', 'certificate_revoked',
    'nationality_settled'));
alter table registry.personal_number_event
    add constraint personal_number_event_ground check (ground is null or kind = 'cancelled');
grant insert on registry.personal_number_event, registry.personal_number to sogoc_office;
grant update (state) on registry.personal_number to sogoc_office;
create policy procedure_insert on registry.personal_number_event for insert to sogoc_office with check (true);
create policy procedure_insert on registry.personal_number for insert to sogoc_office with check (true);
create policy procedure_update on registry.personal_number for update to sogoc_office using (true) with check (true);

-- An account of the electronic identification system (R3.1 to R3.5). Its states are never one count.
create table registry.e_identity (
    book_id      int  not null,
    id           uuid not null,
    resident_id  uuid not null,
    revision     int  not null default 1,
    level        smallint not null check (level in (1, 2)),
    state        text not null check (state in (
        'requested', 'granted', 'activated', 'lapsed', 'locked', 'unlocked', 'refused')),
    -- The card it stands on, in whichever book.
    card_book_id int  not null,
    card_id      uuid not null,
    -- The telephone as an answer; whether it is registered in its owner's own name (R3.2). One guardian's number may serve
    -- many children, so it is not unique.
    phone_answer registry.answer not null,
    phone        text check (phone ~ '^[0-9+][0-9 .-]{5,19}$'),
    own_name     text not null check (own_name in ('yes', 'no', 'unknown')),
    guardian     registry.said,
    -- What the officer decided where nobody can say how old the person is (R9.9).
    age_decision registry.said,
    requested_on date not null,
    -- One working day for level 1, three for level 2 (R3.3).
    due_on       date not null,
    notified_on  date,
    -- The last day on which it can be activated otherwise than by the hotline (R3.4).
    activate_by  date,
    activated_on date,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    seal         smallint not null default 0,
    primary key (book_id, id),
    constraint e_identity_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint e_identity_card foreign key (card_book_id, card_id) references registry.card (book_id, id),
    constraint e_identity_phone_stated check ((phone is not null) = (phone_answer = 'stated')),
    constraint e_identity_notified check (
        (notified_on is null) = (activate_by is null)
        and (state not in ('granted', 'activated', 'lapsed', 'unlocked') or notified_on is not null)),
    constraint e_identity_activated check (state not in ('activated', 'unlocked') or activated_on is not null)
);
call registry.protect_procedure('registry.e_identity');
create unique index e_identity_one_of_level on registry.e_identity (book_id, resident_id, level) where state <> 'refused';
create index e_identity_resident_key on registry.e_identity (resident_id, book_id);
create index e_identity_state on registry.e_identity (book_id, state);

create table registry.e_identity_event (
    book_id     int  not null,
    identity_id uuid not null,
    id          bigint generated always as identity,
    step        text not null check (step in (
        'requested', 'phone_stated', 'granted', 'activated', 'lapsed', 'locked', 'unlocked', 'refused', 'card_changed')),
    on_day      date not null,
    reason      registry.said,
    document    registry.said,
    recorded_at timestamptz not null default now(),
    -- 0: a night.
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, identity_id, id),
    constraint e_identity_event_identity foreign key (book_id, identity_id) references registry.e_identity (book_id, id),
    constraint e_identity_event_reason check (step not in ('locked', 'refused') or reason is not null)
);
call registry.protect_procedure('registry.e_identity_event');
revoke update on registry.e_identity_event from sogoc_office;

reset role;
set local role sogoc_register;
grant execute on function derive.refresh(int, uuid) to sogoc_office;

reset role;
set local role sogoc_office;
grant usage on schema office to sogoc_register;
grant execute on function office.require_number_agrees(int, uuid, text, date) to sogoc_register;

-- Accounts -----------------------------------------------------------------------------------------------------------------

create function issuance.note_account(account registry.e_identity, step text, reason text, document text, by int)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into registry.e_identity_event (book_id, identity_id, step, on_day, reason, document, recorded_by, seal)
    values (account.book_id, account.id, step, jobs.today(), reason, document, by, account.seal)
$$;

create function issuance.move_account(account registry.e_identity, to_state text, reason text, document text, by int)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update registry.e_identity as kept set state = to_state, revision = kept.revision + 1
    where kept.book_id = account.book_id and kept.id = account.id;
    perform issuance.note_account(account, to_state, reason, document, by);
end
$$;

-- Locks an account for a step of the caller's, as take_card does.
create function issuance.take_account(office text, book int, account uuid, expected int, states text[])
    returns registry.e_identity
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity;
    holder uuid;
begin
    perform office.require(office, book);
    select held.resident_id into holder from registry.e_identity as held where held.book_id = book and held.id = account;
    if holder is null then
        raise exception 'no such account' using errcode = 'SG404';
    end if;
    perform issuance.hold(book, holder);
    select * into taken from registry.e_identity as held
    where held.book_id = book and held.id = account for no key update;
    if taken.revision is distinct from expected then
        raise exception 'the account was changed meanwhile' using errcode = 'SG412';
    elsif taken.state <> all (states) then
        raise exception 'not from this state' using errcode = 'SG409', constraint = 'e_identity_state';
    end if;
    return taken;
end
$$;

-- The valid card that an account needs (R3.1), with the number it stands on (C4).
create function issuance.require_card(resident uuid) returns registry.card
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    present registry.card := issuance.valid_card(resident);
begin
    perform issuance.require_number(resident);
    if present.id is null then
        raise exception 'no valid card' using errcode = 'SG409', constraint = case
            when exists (select from registry.card as held where held.resident_id = resident and held.state = 'revoked')
                then 'e_identity_card_revoked'
            else 'e_identity_needs_card' end;
    end if;
    return present;
end
$$;

-- Requests an account of a level. Under six only level 1, under 14 by the guardian's number; where nobody can say how old
-- the person is, the officer decides and says why (R3.1, R3.2, R9.9).
create function issuance.request_account(
    book int, account uuid, resident uuid, level int, phone_answer text, phone text, own_name text, guardian text,
    age_decision text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
    present registry.card;
    known registry.resident_version;
    over_6 boolean;
    over_14 boolean;
    made registry.e_identity;
begin
    perform issuance.require_present(book, resident);
    present := issuance.require_card(resident);
    select * into known from registry.resident_version as version
    where version.book_id = book and version.resident_id = request_account.resident and version.believed_to = 'infinity';
    over_6 := registry.reached(6, known.born_earliest, known.born_latest, jobs.today());
    over_14 := registry.reached(14, known.born_earliest, known.born_latest, jobs.today());
    if level = 2 and over_6 is false then
        raise exception 'level 1 only' using errcode = 'SG409', constraint = 'e_identity_level_of_small';
    elsif over_14 is false and guardian is null then
        raise exception 'a guardian is needed' using errcode = 'SG409', constraint = 'e_identity_child_guardian';
    elsif age_decision is null and (level = 2 and over_6 is null or guardian is null and over_14 is null) then
        raise exception 'somebody has to decide' using errcode = 'SG409', constraint = 'e_identity_age_unknown';
    end if;
    insert into registry.e_identity (
        book_id, id, resident_id, level, state, card_book_id, card_id, phone_answer, phone, own_name, guardian, age_decision,
        requested_on, due_on, recorded_by, seal)
    values (book, account, resident, level, 'requested', present.book_id, present.id, phone_answer, phone, own_name, guardian,
            age_decision, jobs.today(), registry.working_days_after(jobs.today(), case level when 1 then 1 else 3 end), caller,
            seal)
    returning * into made;
    perform issuance.note_account(made, 'requested', age_decision, null, caller);
end
$$;

-- Another answer about the telephone while the request waits for it.
create function issuance.state_phone(book int, account uuid, expected int, phone_answer text, phone text, own_name text)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_officer', book, account, expected, array['requested']);
begin
    update registry.e_identity as kept set
        phone_answer = state_phone.phone_answer, phone = state_phone.phone, own_name = state_phone.own_name,
        revision = kept.revision + 1
    where kept.book_id = book and kept.id = account;
    perform issuance.note_account(taken, 'phone_stated', null, null, auth.user_id());
end
$$;

-- Grants an account with other eyes; from the notice on there are seven days to activate it (R3.4).
create function issuance.grant_account(book int, account uuid, expected int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_supervisor', book, account, expected, array['requested']);
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.require_present(book, taken.resident_id);
    perform issuance.require_card(taken.resident_id);
    if taken.phone is null or taken.own_name <> 'yes' then
        raise exception 'no telephone in the own name' using errcode = 'SG409', constraint = 'e_identity_needs_phone';
    end if;
    update registry.e_identity as kept set
        notified_on = jobs.today(), activate_by = registry.days_after(jobs.today(), 7)
    where kept.book_id = book and kept.id = account;
    perform issuance.move_account(taken, 'granted', null, null, auth.user_id());
end
$$;

create function issuance.refuse_account(book int, account uuid, expected int, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_supervisor', book, account, expected, array['requested']);
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.move_account(taken, 'refused', reason, null, auth.user_id());
end
$$;

-- Records that the person activated it: in the application within seven days of the notice, afterwards by the hotline.
create function issuance.activate_account(book int, account uuid, expected int, on_day date, by_hotline boolean) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account(
        'commune_officer', book, account, expected, array['granted', 'lapsed']);
begin
    perform issuance.require_present(book, taken.resident_id);
    perform issuance.require_card(taken.resident_id);
    if on_day > jobs.today() or on_day < taken.notified_on then
        raise exception 'not on that day' using errcode = 'SG409', constraint = 'e_identity_activation_day';
    elsif on_day > taken.activate_by and not by_hotline then
        raise exception 'by the hotline only' using errcode = 'SG409', constraint = 'e_identity_hotline_only';
    end if;
    update registry.e_identity as kept set activated_on = on_day where kept.book_id = book and kept.id = account;
    perform issuance.move_account(taken, 'activated', case when by_hotline then 'tổng đài' end, null, auth.user_id());
end
$$;

create function issuance.lock_account(book int, account uuid, expected int, reason text, document text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account(
        'commune_supervisor', book, account, expected, array['activated', 'unlocked']);
begin
    perform issuance.move_account(taken, 'locked', reason, document, auth.user_id());
end
$$;

-- Opens a locked account again; one that was never activated still has to be.
create function issuance.unlock_account(book int, account uuid, expected int, reason text, document text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_supervisor', book, account, expected, array['locked']);
    present registry.card;
begin
    perform issuance.require_present(book, taken.resident_id);
    present := issuance.require_card(taken.resident_id);
    update registry.e_identity as kept set card_book_id = present.book_id, card_id = present.id
    where kept.book_id = book and kept.id = account;
    perform issuance.move_account(
        taken, case when taken.activated_on is null then 'lapsed' else 'unlocked' end, reason, document, auth.user_id());
end
$$;

-- Locks all accounts of somebody, refuses those asked for, and answers which they were.
create function issuance.lock_accounts(resident uuid, reason text, by int) returns setof uuid
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity;
begin
    for taken in
        select * from registry.e_identity as held
        where held.resident_id = resident and held.state in ('requested', 'granted', 'activated', 'lapsed', 'unlocked')
        order by held.book_id, held.id
        for no key update
    loop
        perform issuance.move_account(
            taken, case taken.state when 'requested' then 'refused' else 'locked' end, reason, null, by);
        return next taken.id;
    end loop;
end
$$;

-- An account follows the card: a revoked one locks it, a newer one takes the place of the old one.
create function issuance.accounts_follow_card() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity;
    caller int := coalesce(auth.user_id(), 0);
    present registry.card := issuance.valid_card(new.resident_id);
begin
    if new.state = 'revoked' and present.id is null then
        perform issuance.lock_accounts(new.resident_id, 'thẻ bị thu hồi', caller);
    elsif new.state = 'handed_over' then
        for taken in
            select * from registry.e_identity as held
            where held.resident_id = new.resident_id and held.state <> 'refused' and held.card_id <> new.id
            order by held.book_id, held.id
            for no key update
        loop
            update registry.e_identity as kept set
                card_book_id = new.book_id, card_id = new.id, revision = kept.revision + 1
            where kept.book_id = taken.book_id and kept.id = taken.id;
            perform issuance.note_account(taken, 'card_changed', null, null, caller);
        end loop;
    end if;
    return null;
end
$$;
grant execute on function issuance.accounts_follow_card() to sogoc_owner;
grant usage on schema issuance to sogoc_owner;

-- Marks the accounts that nobody activated within the seven days. For the nights.
create function issuance.lapse_accounts() returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity;
    lapsed bigint := 0;
begin
    for taken in
        select * from registry.e_identity as held
        where held.state = 'granted' and held.activate_by < jobs.today()
        order by held.book_id, held.id
        for no key update skip locked
    loop
        perform issuance.move_account(taken, 'lapsed', null, null, 0);
        lapsed := lapsed + 1;
    end loop;
    return lapsed;
end
$$;

-- Ends the papers of somebody whose death is recorded, in whichever book they stand, and answers which (A12).
create function issuance.close_papers(book int, resident uuid) returns table (consequence text, subject text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card;
    account uuid;
begin
    if not exists (
        select from registry.life_event as life
        where life.book_id = book and life.resident_id = resident and life.kind = 'death')
    then
        raise exception 'no death is recorded' using errcode = 'SG409', constraint = 'life_event_needs_death';
    end if;
    for account in select issuance.lock_accounts(resident, 'đã mất', auth.user_id()) loop
        consequence := 'e_identity_locked';
        subject := account::text;
        return next;
    end loop;
    for taken in
        select * from registry.card as held
        where held.resident_id = resident and held.state in ('requested', 'approved', 'printed', 'handed_over')
        order by held.book_id, held.id
        for no key update
    loop
        perform issuance.move_card(
            taken, case when taken.state in ('requested', 'approved') then 'cancelled' else 'revoked' end, 'đã mất', null,
            auth.user_id());
        consequence := 'card_closed';
        subject := taken.id::text;
        return next;
    end loop;
end
$$;

-- Numbers ------------------------------------------------------------------------------------------------------------------

-- Records that the ministry cancelled the person's number (R1.8): it stays reserved, and whatever stands on it ends (C4).
create function issuance.cancel_number(
    book int, resident uuid, expected int, ground text, reason text, document text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_supervisor', book);
    seal smallint := issuance.hold(book, resident);
    held registry.personal_number;
    taken registry.card;
begin
    perform issuance.expect_revision(book, resident, expected);
    select * into held from registry.personal_number as known
    where known.book_id = book and known.resident_id = resident and known.state = 'confirmed'
    for no key update;
    if held.number is null then
        raise exception 'no confirmed number' using errcode = 'SG409', constraint = 'issuance_needs_number';
    elsif happened_on > jobs.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    perform office.require_other_eyes(array[held.recorded_by], book, resident);
    update registry.personal_number as known set state = 'cancelled' where known.number = held.number;
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, ground, happened_on, reason, rests_on, recorded_by, seal)
    values (book, resident, held.number, 'cancelled', ground, happened_on, reason, document, caller, seal);
    perform issuance.lock_accounts(resident, 'số định danh bị hủy', caller);
    for taken in
        select * from registry.card
        where card.resident_id = cancel_number.resident and card.state in ('approved', 'printed', 'handed_over')
        order by card.book_id, card.id
        for no key update
    loop
        perform issuance.move_card(taken, 'revoked', 'số định danh bị hủy', document, caller);
    end loop;
    perform derive.refresh(book, resident);
end
$$;

-- The guard for If-Match, for whoever holds an office without editing.
create function issuance.expect_revision(book int, resident uuid, expected int) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if expected is distinct from (
        select version.revision from registry.resident_version as version
        where version.book_id = book and version.resident_id = expect_revision.resident and version.believed_to = 'infinity')
    then
        raise exception 'the resident was changed meanwhile' using errcode = 'SG412';
    end if;
end
$$;

-- Records the number that takes the place of a cancelled one (R1.8). It agrees with the record, as a first one does.
create function issuance.re_establish_number(
    book int, resident uuid, expected int, number text, reason text, document text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
begin
    perform issuance.expect_revision(book, resident, expected);
    if not exists (
        select from registry.personal_number as known
        where known.resident_id = re_establish_number.resident and known.state = 'cancelled')
    then
        raise exception 'none was cancelled' using errcode = 'SG409', constraint = 'number_never_cancelled';
    elsif happened_on > jobs.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    perform office.require_number_agrees(book, resident, number, happened_on);
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by, seal)
    values (number, book, resident, 'confirmed', caller, seal);
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by, seal)
    values (book, resident, number, 're_established', happened_on, reason, document, caller, seal);
    perform derive.refresh(book, resident);
end
$$;

grant execute on function
    issuance.request_account(int, uuid, uuid, int, text, text, text, text, text),
    issuance.state_phone(int, uuid, int, text, text, text), issuance.grant_account(int, uuid, int),
    issuance.refuse_account(int, uuid, int, text), issuance.activate_account(int, uuid, int, date, boolean),
    issuance.lock_account(int, uuid, int, text, text), issuance.unlock_account(int, uuid, int, text, text),
    issuance.cancel_number(int, uuid, int, text, text, text, date),
    issuance.re_establish_number(int, uuid, int, text, text, text, date)
    to sogoc_app;
grant execute on function issuance.lapse_accounts() to sogoc_jobs;
grant execute on function issuance.close_papers(int, uuid) to sogoc_register;

reset role;
set local role sogoc_owner;
create trigger card_accounts_follow after update of state on registry.card
    for each row when (new.state in ('revoked', 'handed_over') and old.state <> new.state)
    execute function issuance.accounts_follow_card();

reset role;
set local role sogoc_owner;
alter table registry.life_event_consequence
    drop constraint life_event_consequence_consequence_check,
    add constraint life_event_consequence_consequence_check check (consequence in (
        'stay_closed', 'stay_opened', 'membership_ended', 'household_without_head', 'number_kept', 'case_withdrawn',
        'case_closed', 'card_closed', 'e_identity_locked'));

reset role;
set local role sogoc_register;

-- What follows from a life event that was recorded: stays, memberships, and what must be seen to (A12). Refreshes the
-- versions it touches. Refuses any event of someone already dead, and a death or departure of someone not here.
create or replace function derive.apply_life_event(book int, resident uuid, event uuid) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    happening registry.life_event;
    open_stay registry.stay;
    membership registry.household_member;
    caller int := auth.user_id();
    way text;
    followed int := 0;
begin
    perform from registry.resident where resident.book_id = book and resident.id = apply_life_event.resident for no key update;
    select * into happening from registry.life_event as life
    where life.book_id = book and life.resident_id = apply_life_event.resident and life.id = event;
    if happening.id is null then
        raise exception 'no such event' using errcode = 'SG404';
    end if;
    if happening.effective_on > registry.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    if exists (
        select from registry.life_event as life
        where life.book_id = book and life.resident_id = apply_life_event.resident and life.kind = 'death' and life.id <> event)
    then
        raise exception 'the person is dead' using errcode = 'SG409', constraint = 'life_event_after_death';
    end if;
    select * into open_stay from registry.stay
    where stay.book_id = book and stay.resident_id = apply_life_event.resident and stay.closed_on is null;

    if happening.kind in ('death', 'departure') then
        if open_stay.id is null then
            raise exception 'the person has no open stay here' using errcode = 'SG409', constraint = 'life_event_needs_open_stay';
        end if;
        way := happening.kind;
        update registry.stay set closed_on = happening.effective_on, closed_by_way = way, closed_at = now(), closed_by = caller
        where stay.book_id = book and stay.resident_id = apply_life_event.resident and stay.id = open_stay.id;
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        values (book, apply_life_event.resident, event, 'stay_closed', open_stay.id::text, caller, happening.seal);
        followed := followed + 1;
        for membership in
            select * from registry.household_member as member
            where member.book_id = book and member.resident_id = apply_life_event.resident and member.valid_to = 'infinity'
        loop
            perform derive.end_membership(book, membership.household_id, apply_life_event.resident, happening.effective_on, way);
            insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
            values (book, apply_life_event.resident, event, 'membership_ended', membership.household_id::text, caller, happening.seal);
            followed := followed + 1;
            if membership.relation = '01' then
                insert into registry.life_event_consequence
                    (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
                values (book, apply_life_event.resident, event, 'household_without_head', membership.household_id::text,
                        caller, happening.seal);
                followed := followed + 1;
            end if;
            perform derive.refresh_household(book, membership.household_id);
        end loop;
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        select book, apply_life_event.resident, event, 'number_kept', 'confirmed', caller, happening.seal
        from registry.personal_number as numbered
        where numbered.book_id = book and numbered.resident_id = apply_life_event.resident and numbered.state = 'confirmed';
        if happening.kind = 'death' then
            insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
            select book, apply_life_event.resident, event, closed.consequence, closed.subject, caller, happening.seal
            from issuance.close_papers(book, apply_life_event.resident) as closed;
        end if;
    elsif happening.kind in ('arrival', 'return') and open_stay.id is null then
        insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by, seal)
        values (book, apply_life_event.resident, happening.effective_on, happening.kind, caller, happening.seal);
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        values (book, apply_life_event.resident, event, 'stay_opened', happening.kind, caller, happening.seal);
        followed := followed + 1;
    end if;
    perform derive.refresh(book, apply_life_event.resident);
    return followed;
end
$$;
