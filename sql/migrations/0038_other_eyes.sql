-- 0038_other_eyes.sql: what needs a second pair of eyes needs it on every way to it (B9, C7), and numbers are confirmed on one
-- way only (C9).
--
-- Reviewed as somebody would attack it who has SQL access as sogoc_app and the token of a commune's officer: each rule below
-- was held by one function and could be walked around by another, or by a null.

set local role sogoc_owner;

-- Who stated which telephone for an account, and when: what was said before stays (C5). INSERT only, by a trigger, so that no
-- function forgets it.
create table registry.e_identity_phone (
    book_id      int  not null,
    identity_id  uuid not null,
    id           bigint generated always as identity,
    phone_answer registry.answer not null,
    phone        text,
    own_name     text not null,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    seal         smallint not null default 0,
    primary key (book_id, identity_id, id),
    constraint e_identity_phone_identity foreign key (book_id, identity_id) references registry.e_identity (book_id, id)
);

reset role;
-- What was overwritten is gone; what stands is who requested it, or the last to state it. Before the policies, under which
-- nobody sees anything here (design/access.md, the traps).
insert into registry.e_identity_phone (book_id, identity_id, phone_answer, phone, own_name, recorded_at, recorded_by, seal)
select account.book_id, account.id, account.phone_answer, account.phone, account.own_name,
       coalesce(stated.recorded_at, account.recorded_at), coalesce(stated.recorded_by, account.recorded_by), account.seal
from registry.e_identity as account
left join lateral (
    select event.recorded_at, event.recorded_by from registry.e_identity_event as event
    where (event.book_id, event.identity_id, event.step) = (account.book_id, account.id, 'phone_stated')
    order by event.id desc limit 1
) as stated on true;
set local role sogoc_owner;
call registry.protect_procedure('registry.e_identity_phone');
revoke update on registry.e_identity_phone from sogoc_office;
grant update (seal) on registry.e_identity_phone to sogoc_office;

-- The mother and the father stand on a birth certificate, so who they are is corrected by two people as well.
alter table registry.correction
    add column kin_fact_id bigint,
    add constraint correction_kin foreign key (book_id, resident_id, kin_fact_id)
        references registry.kin_fact (book_id, resident_id, id),
    drop constraint correction_of_one_fact,
    add constraint correction_of_one_fact check (
        num_nonnulls(name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id) = 1);
create index correction_resident_key on registry.correction (resident_id);
create index decision_resident_key on registry.decision (resident_id);
create index identity_case_person on registry.identity_case (resident_id);

-- One confirmed number of a person over all books: her id is one, and the number goes along when she moves. Where two books
-- have one each, "personal-numbers/two-of-one-person" has found it, and this waits until one of them is cancelled.
drop index registry.personal_number_one_confirmed;
create unique index personal_number_one_confirmed on registry.personal_number (resident_id) where state = 'confirmed';

-- A cancellation says why and since when (R1.8); what is not said is no reason.
alter table registry.personal_number_event
    add constraint personal_number_event_cancelled check (
        kind <> 'cancelled' or ground is not null and happened_on is not null);

-- What a check's digest is made of tells of sealed residents; who reads findings needs when a book was last seen.
revoke select on jobs.check_mark from sogoc_app, sogoc_admin;
grant select (name, book_id, as_of, run_id, at) on jobs.check_mark to sogoc_app, sogoc_admin;

-- The audit of what only a function can see -------------------------------------------------------------------------------

-- Records that the caller was shown residents beyond his reach by a function that opens them (design/access.md, "The
-- row-security form"). In a READ ONLY segment this raises: no event, no answer.
create function audit.open_residents(action text, book int, residents uuid[]) returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into audit.event (kind, action, user_id, book_id, residents)
    values ('read', action, auth.user_id(), book, residents)
$$;

-- How often today the caller was told that a number is somebody's already (rule R1.1). The service records each time, in a
-- transaction of its own: the one that was refused keeps nothing.
create policy taken_numbers on audit.event for select to sogoc_owner using (action = 'personal-numbers.taken');
create function audit.taken_numbers() returns bigint
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select count(*) from audit.event
    where event.user_id = auth.user_id() and event.kind = 'denied' and event.action = 'personal-numbers.taken'
      and event.at > now() - interval '1 day'
$$;
grant usage on schema jobs to sogoc_register;
grant execute on function jobs.today(), jobs.now() to sogoc_register;
grant execute on function audit.open_residents(text, int, uuid[]) to sogoc_office;
grant execute on function audit.taken_numbers() to sogoc_register;

reset role;
set local role sogoc_office;

-- Choices -----------------------------------------------------------------------------------------------------------------

-- Whether two people decide which statement the register goes by (C7): what a decision or a correction has settled, or lies
-- before whoever is to decide; what a card or a valid birth certificate says. A person's papers count in whichever book.
create function issuance.needs_two(resident uuid, attribute text) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
            select from registry.decision as made
            where (made.resident_id, made.attribute) = (needs_two.resident, needs_two.attribute))
        or exists (
            select from registry.correction as made
            where (made.resident_id, made.attribute, made.state) = (needs_two.resident, needs_two.attribute, 'approved'))
        or needs_two.attribute in ('name.BIRTH', 'birth', 'sex') and (
            exists (
                select from registry.card as issued
                where issued.resident_id = needs_two.resident and issued.printed is not null and issued.state <> 'cancelled')
            or exists (
                select from registry.identity_case as known
                where known.resident_id = needs_two.resident
                  and (known.state in ('proposed', 'escalated') or known.outcome = 'identified')))
        or needs_two.attribute in ('name.BIRTH', 'birth', 'sex', 'kin.mother', 'kin.father') and exists (
            select from registry.birth_certificate as certificate
            where certificate.resident_id = needs_two.resident and certificate.revoked_on is null)
$$;

-- A clerk chooses alone what nobody has settled; else somebody asks for a correction and another approves it. Beyond the
-- caller's reach nothing is said: there the policy refuses.
create function issuance.refuse_lone_choice() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if new.book_id = any (auth.edit_books()) then
        -- Held, so that no card is approved meanwhile.
        perform issuance.hold(new.book_id, new.resident_id);
        if issuance.needs_two(new.resident_id, new.attribute) then
            raise exception 'two people decide this' using errcode = 'SG409', constraint = 'choice_needs_correction';
        end if;
    end if;
    return new;
end
$$;
grant execute on function issuance.refuse_lone_choice() to sogoc_owner;

-- Whose submission an account's grant is: whoever requested it, and all who stated its telephone.
create function issuance.account_submitters(account registry.e_identity) returns int[]
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select array_agg(distinct submitter.id)
    from (
        select account.recorded_by as id
        union all
        select said.recorded_by from registry.e_identity_phone as said
        where (said.book_id, said.identity_id) = (account.book_id, account.id)
        union all
        select event.recorded_by from registry.e_identity_event as event
        where (event.book_id, event.identity_id, event.step) = (account.book_id, account.id, 'phone_stated')
    ) as submitter
$$;

create function issuance.keep_phone() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into registry.e_identity_phone (book_id, identity_id, phone_answer, phone, own_name, recorded_by, seal)
    values (new.book_id, new.id, new.phone_answer, new.phone, new.own_name, coalesce(auth.user_id(), new.recorded_by),
            new.seal);
    return null;
end
$$;
grant execute on function issuance.keep_phone() to sogoc_owner;

reset role;
set local role sogoc_owner;

create trigger choice_by_two_people before insert on registry.choice
    for each row when (current_user in ('sogoc_app', 'sogoc_import'))
    execute function issuance.refuse_lone_choice();
create trigger e_identity_requested after insert on registry.e_identity
    for each row execute function issuance.keep_phone();
create trigger e_identity_phone_stated after update of phone_answer, phone, own_name on registry.e_identity
    for each row execute function issuance.keep_phone();

reset role;
set local role sogoc_office;

-- Accounts ----------------------------------------------------------------------------------------------------------------

-- As before, and not by whoever stated the telephone that it goes to.
create or replace function issuance.grant_account(book int, account uuid, expected int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_supervisor', book, account, expected, array['requested']);
begin
    perform office.require_other_eyes(issuance.account_submitters(taken), book, taken.resident_id);
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

-- As before; what is not said is neither a day nor the hotline.
create or replace function issuance.activate_account(book int, account uuid, expected int, on_day date, by_hotline boolean)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account(
        'commune_officer', book, account, expected, array['granted', 'lapsed']);
begin
    perform issuance.require_present(book, taken.resident_id);
    perform issuance.require_card(taken.resident_id);
    if on_day is null or on_day > jobs.today() or on_day < taken.notified_on then
        raise exception 'not on that day' using errcode = 'SG409', constraint = 'e_identity_activation_day';
    elsif on_day > taken.activate_by and by_hotline is not true then
        raise exception 'by the hotline only' using errcode = 'SG409', constraint = 'e_identity_hotline_only';
    end if;
    update registry.e_identity as kept set activated_on = on_day where kept.book_id = book and kept.id = account;
    perform issuance.move_account(taken, 'activated', case when by_hotline then 'tổng đài' end, null, auth.user_id());
end
$$;

-- Opens a locked account again; one that was never activated still has to be. To lock is a safeguard and takes one; whoever
-- did it does not take it back alone.
create or replace function issuance.unlock_account(book int, account uuid, expected int, reason text, document text)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity := issuance.take_account('commune_supervisor', book, account, expected, array['locked']);
    present registry.card;
begin
    perform issuance.require_present(book, taken.resident_id);
    present := issuance.require_card(taken.resident_id);
    perform office.require_other_eyes(
        array[(
            select event.recorded_by from registry.e_identity_event as event
            where (event.book_id, event.identity_id, event.step) = (taken.book_id, taken.id, 'locked')
            order by event.id desc limit 1)],
        book, taken.resident_id);
    update registry.e_identity as kept set card_book_id = present.book_id, card_id = present.id
    where kept.book_id = book and kept.id = account;
    perform issuance.move_account(
        taken, case when taken.activated_on is null then 'lapsed' else 'unlocked' end, reason, document, auth.user_id());
end
$$;

-- Cards and certificates --------------------------------------------------------------------------------------------------

-- A certificate of identity is not revoked by whoever decided that it is given (B9).
create function issuance.refuse_own_revocation() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform office.require_other_eyes(array[old.recorded_by], old.book_id, old.resident_id);
    return new;
end
$$;
grant execute on function issuance.refuse_own_revocation() to sogoc_owner;

reset role;
set local role sogoc_owner;
create trigger identity_certificate_revoked_by_another before update of state on registry.identity_certificate
    for each row when (new.state = 'revoked' and old.state <> 'revoked' and current_user = 'sogoc_office')
    execute function issuance.refuse_own_revocation();
reset role;
set local role sogoc_office;

-- Corrections -------------------------------------------------------------------------------------------------------------

-- As before, with the mother and the father as they are named.
create or replace function issuance.believed(book int, resident uuid) returns jsonb
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'name', version.name, 'name_kind', version.name_kind, 'birth_fact', version.birth_fact_id,
        'born_earliest', version.born_earliest, 'born_latest', version.born_latest, 'sex', version.sex,
        'ethnic_code', version.ethnic_code)
        || coalesce((
            select jsonb_object_agg(parent.kind, parent.named)
            from (
                select distinct on (kin.kind) kin.kind,
                       jsonb_build_object('fact', kin.id, 'name', kin.name, 'book', kin.kin_book_id, 'id', kin.kin_id) as named
                from registry.kin_fact as kin
                where kin.book_id = version.book_id and kin.resident_id = version.resident_id
                  and kin.kind in ('mother', 'father')
                order by kin.kind, (kin.id = (
                    select choice.kin_fact_id from registry.choice
                    where choice.book_id = kin.book_id and choice.resident_id = kin.resident_id
                      and choice.attribute = 'kin.' || kin.kind
                    order by choice.id desc limit 1)) desc nulls last, kin.id
            ) as parent), '{}')
    from registry.resident_version as version
    where version.book_id = book and version.resident_id = resident and version.believed_to = 'infinity'
$$;

-- As before, and for kin.
create or replace function issuance.request_correction(
    book int, correction uuid, resident uuid, attribute text, fact bigint, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
    subject text := case when attribute like 'name.%' then 'name' when attribute like 'kin.%' then 'kin'
                         when attribute = 'birth' then 'birth' else 'attribute' end;
    fits boolean;
begin
    fits := case subject
        when 'name' then exists (
            select from registry.name_fact as said
            where (said.book_id, said.resident_id, said.id) = (book, request_correction.resident, fact)
              and said.kind = substr(attribute, 6))
        when 'kin' then exists (
            select from registry.kin_fact as said
            where (said.book_id, said.resident_id, said.id) = (book, request_correction.resident, fact)
              and said.kind = substr(attribute, 5))
        when 'birth' then exists (
            select from registry.birth_fact as said
            where (said.book_id, said.resident_id, said.id) = (book, request_correction.resident, fact))
        else exists (
            select from registry.attribute_fact as said
            where (said.book_id, said.resident_id, said.id) = (book, request_correction.resident, fact)
              and said.attribute = request_correction.attribute) end;
    if not fits then
        raise exception 'no such statement' using errcode = 'SG409', constraint = 'correction_fact';
    end if;
    insert into registry.correction (
        book_id, id, resident_id, state, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, reason, before,
        due_on, recorded_by, seal)
    values (book, correction, resident, 'requested', attribute, case subject when 'name' then fact end,
            case subject when 'birth' then fact end, case subject when 'attribute' then fact end,
            case subject when 'kin' then fact end, reason, issuance.believed(book, resident),
            registry.working_days_after(jobs.today(), 2), caller, seal);
end
$$;

-- Whose submission a correction is: whoever asked for it, recorded what is to be current, or added a document. What a move
-- carried was recorded by whoever accepted it, who says nothing by that.
create function issuance.correction_submitters(asked registry.correction) returns int[]
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select array_agg(distinct submitter.id)
    from (
        select asked.recorded_by as id
        union all
        select document.recorded_by from registry.correction_document as document
        where (document.book_id, document.correction_id) = (asked.book_id, asked.id)
        union all
        select said.recorded_by from registry.name_fact as said
        where (said.book_id, said.resident_id, said.id) = (asked.book_id, asked.resident_id, asked.name_fact_id)
          and said.carried_from is null
        union all
        select said.recorded_by from registry.birth_fact as said
        where (said.book_id, said.resident_id, said.id) = (asked.book_id, asked.resident_id, asked.birth_fact_id)
          and said.carried_from is null
        union all
        select said.recorded_by from registry.attribute_fact as said
        where (said.book_id, said.resident_id, said.id) = (asked.book_id, asked.resident_id, asked.attribute_fact_id)
          and said.carried_from is null
        union all
        select said.recorded_by from registry.kin_fact as said
        where (said.book_id, said.resident_id, said.id) = (asked.book_id, asked.resident_id, asked.kin_fact_id)
          and said.carried_from is null
    ) as submitter
$$;

-- Approves a correction with other eyes: the choice is made, before and after stay, and where the valid card prints something
-- else now, a card is requested in its place: for whoever asked for the correction, by whoever approved it.
create or replace function issuance.approve_correction(book int, correction uuid, expected int, reissue uuid) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.correction := issuance.take_correction('commune_supervisor', book, correction, expected);
    caller int := auth.user_id();
    present registry.card;
    made registry.card;
begin
    perform office.require_other_eyes(issuance.correction_submitters(taken), book, taken.resident_id);
    insert into registry.choice (
        book_id, resident_id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, reason, rests_on,
        recorded_by, seal)
    values (book, taken.resident_id, taken.attribute, taken.name_fact_id, taken.birth_fact_id, taken.attribute_fact_id,
            taken.kin_fact_id, taken.reason, 'đính chính ' || taken.id, caller, taken.seal);
    perform derive.refresh(book, taken.resident_id);
    update registry.correction as held set
        state = 'approved', decided_on = jobs.today(), decided_by = caller, revision = held.revision + 1,
        after = issuance.believed(book, taken.resident_id)
    where held.book_id = book and held.id = correction;
    present := issuance.valid_card(taken.resident_id);
    if present.book_id = book
        and cardinality(registry.differing_fields(present.printed, registry.printed_fields(book, taken.resident_id))) > 0
        and not exists (
            select from registry.card as waiting
            where waiting.book_id = book and waiting.resident_id = taken.resident_id
              and waiting.state in ('requested', 'approved', 'printed'))
    then
        -- What was captured for the card before serves again.
        insert into registry.card (
            book_id, id, resident_id, state, ground, replaces_book_id, replaces_id, requested_on, due_on, applicant,
            representative, face, fingerprints, iris, why_not_captured, recorded_by, seal)
        values (book, reissue, taken.resident_id, 'requested', 'correction', present.book_id, present.id, jobs.today(),
                registry.working_days_after(jobs.today(), 7), present.applicant, present.representative, present.face,
                present.fingerprints, present.iris, present.why_not_captured, taken.recorded_by, taken.seal)
        returning * into made;
        perform issuance.note_card(made, 'requested', 'đính chính', taken.id::text, caller);
    end if;
end
$$;

-- Numbers -----------------------------------------------------------------------------------------------------------------

-- Whether who somebody is, is still being decided by an identity case; one decided for nobody awaits something new.
create or replace function issuance.is_under_case(book int, resident uuid) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from registry.identity_case as known
        where (known.book_id, known.resident_id) = (book, resident)
          and known.state not in ('closed', 'withdrawn', 'numbered')
          and not (known.state = 'decided' and known.outcome = 'identified'))
$$;

-- Refuses what is the identity case's to do while there is one.
create function issuance.refuse_open_case(book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from registry.identity_case as known
        where (known.book_id, known.resident_id) = (book, resident) and known.state not in ('closed', 'withdrawn'))
    then
        raise exception 'the case enters the number' using errcode = 'SG409', constraint = 'number_by_case';
    end if;
end
$$;
grant execute on function issuance.require_present(int, uuid), issuance.refuse_open_case(int, uuid) to sogoc_register;

reset role;
set local role sogoc_register;

-- Writes a number that somebody has from now on; every way to a number ends here. It is given to the living who are in the
-- book and under no undecided case, and agrees with the record (R1.7), also in the province in which the birth was
-- registered, where that is known here. Whose it may be already is not said (personal_number_pkey), and who asks that by
-- trying numbers is stopped for the day.
create function derive.write_number(
    book int, resident uuid, number text, kind text, reason text, rests_on text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    seal smallint;
begin
    select held.seal into seal from registry.resident as held
    where held.book_id = book and held.id = write_number.resident
    for no key update;
    if not found then
        raise exception 'no such resident' using errcode = 'SG404';
    elsif kind = 'confirmed' and exists (
        select from registry.personal_number as known
        where known.resident_id = write_number.resident and known.state = 'cancelled')
    then
        raise exception 'a number was cancelled' using errcode = 'SG409', constraint = 'number_cancelled';
    elsif happened_on is null or happened_on > jobs.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    perform issuance.require_present(book, resident);
    if not exists (
        select from registry.stay
        where stay.book_id = book and stay.resident_id = write_number.resident and stay.closed_on is null)
    then
        raise exception 'the person is not in this book' using errcode = 'SG409', constraint = 'issuance_to_absent';
    end if;
    perform office.require_number_agrees(book, resident, number, happened_on);
    if left(number, 1) = '0' and registry.registered_province(resident) <> substr(number, 2, 2) then
        raise exception 'of another province' using errcode = 'SG409', constraint = 'number_province';
    elsif audit.taken_numbers() >= 20 then
        raise exception 'too many numbers were tried' using errcode = 'SG409', constraint = 'number_attempts';
    end if;
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by, seal)
    values (number, book, resident, 'confirmed', auth.user_id(), seal);
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by, seal)
    values (book, resident, number, kind, happened_on, reason, rests_on, auth.user_id(), seal);
    perform derive.refresh(book, resident);
end
$$;
grant execute on function derive.write_number(int, uuid, text, text, text, text, date) to sogoc_office;

-- Confirms the first number of somebody whom no identity case is about, by a decision or a document (R1.8); a case enters the
-- number itself, and where one was cancelled the next is re-established.
create or replace function derive.confirm_number(
    book int, resident uuid, number text, reason text, rests_on text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from registry.resident as held
    where held.book_id = book and held.id = confirm_number.resident
    for no key update;
    if not found then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    perform issuance.refuse_open_case(book, resident);
    perform derive.write_number(book, resident, number, 'confirmed', reason, rests_on, happened_on);
end
$$;
revoke execute on function derive.confirm_number(int, uuid, text, text, text, date) from sogoc_import, sogoc_office;

reset role;
set local role sogoc_office;

create or replace function cases.enter_number(
    book int, case_id uuid, expected int, number text, document text, happened_on date) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'enter_number');
begin
    if known.outcome is distinct from 'identified' then
        perform cases.refuse('case_not_identified');
    elsif happened_on is null or happened_on > jobs.today() then
        perform cases.refuse('not_in_the_future');
    end if;
    perform cases.require_words(document, 'case_document_missing');
    -- One who was reopened and decided again may have it already.
    if not exists (
        select from registry.personal_number as had
        where (had.book_id, had.resident_id, had.number, had.state)
            = (known.book_id, known.resident_id, enter_number.number, 'confirmed'))
    then
        perform derive.write_number(
            book, known.resident_id, number, 'confirmed', 'hồ sơ xác minh', document, happened_on);
    end if;
    return cases.finish(known, 'enter_number', rests_on => document);
end
$$;

-- Records the number that takes the place of a cancelled one (R1.8): of somebody who is here and alive, and not by whoever
-- recorded that the other was cancelled.
create or replace function issuance.re_establish_number(
    book int, resident uuid, expected int, number text, reason text, document text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
begin
    perform issuance.hold(book, resident);
    perform issuance.expect_revision(book, resident, expected);
    if not exists (
        select from registry.personal_number as known
        where known.resident_id = re_establish_number.resident and known.state = 'cancelled')
    then
        raise exception 'none was cancelled' using errcode = 'SG409', constraint = 'number_never_cancelled';
    end if;
    perform office.require_other_eyes(
        array(
            select event.recorded_by from registry.personal_number_event as event
            where event.resident_id = re_establish_number.resident and event.kind = 'cancelled' and event.carried_from is null
            order by event.id desc limit 1),
        book, resident);
    perform derive.write_number(book, resident, number, 're_established', reason, document, happened_on);
end
$$;

-- Cases -------------------------------------------------------------------------------------------------------------------

-- Who submitted what is to be decided: whoever opened the case, the officers whose steps brought it here in whatever round,
-- and whoever recorded what it rests on: evidence with its files, statements, what was set aside, replies, what was said of
-- the person and which of it the register goes by. The offices that rule on it submit nothing by that, nor does whoever
-- accepted a move by what it carried.
create or replace function cases.submitters(known registry.identity_case) returns int[]
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with piece as (
        select evidence.id, evidence.recorded_by from registry.evidence
        where (evidence.book_id, evidence.resident_id) = (known.book_id, known.resident_id)
          and (evidence.case_id = known.id or evidence.case_id is null)
    ),
    statement as (
        select attestation.id, attestation.recorded_by from registry.attestation
        where (attestation.book_id, attestation.case_id) = (known.book_id, known.id)
    ),
    -- Her book, and those that she came from.
    place as (
        select known.book_id
        union
        select moved.from_book from registry.transfer as moved
        where moved.resident_id = known.resident_id and moved.state = 'accepted'
    ),
    fact as (
        select 'name_fact_id' as kind, said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.name_fact as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
        union all
        select 'birth_fact_id', said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.birth_fact as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
        union all
        select 'attribute_fact_id', said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.attribute_fact as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
        union all
        select 'kin_fact_id', said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.kin_fact as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
        union all
        select 'origin_claim_id', said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.origin_claim as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
        union all
        select 'paper', said.id, said.book_id, said.recorded_by, said.carried_from
        from place join registry.paper_fact as said on (said.book_id, said.resident_id) = (place.book_id, known.resident_id)
    )
    select array_agg(distinct submitter.id)
    from (
        select known.recorded_by as id
        union all
        select event.actor
        from registry.case_event as event
        left join registry.case_step as step on step.from_state = event.from_state and step.step = event.step
        where (event.book_id, event.case_id) = (known.book_id, known.id)
          and (step.role = 'commune_officer' or event.step = 'late_reply')
        union all
        select piece.recorded_by from piece
        union all
        select file.recorded_by from piece
        join registry.evidence_file as file on (file.book_id, file.evidence_id) = (known.book_id, piece.id)
        union all
        select statement.recorded_by from statement
        union all
        select aside.recorded_by from registry.set_aside as aside
        where aside.book_id = known.book_id
          and (aside.evidence_id in (select piece.id from piece)
               or aside.attestation_id in (select statement.id from statement))
        union all
        select reply.recorded_by
        from registry.verification_request as request
        join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
        where (request.book_id, request.case_id) = (known.book_id, known.id)
        union all
        select fact.recorded_by from fact where fact.carried_from is null
        union all
        -- Chosen by a clerk: neither by a decision nor by the approval of a correction.
        select choice.recorded_by
        from place
        join registry.choice on (choice.book_id, choice.resident_id) = (place.book_id, known.resident_id)
        join fact on fact.book_id = choice.book_id and fact.carried_from is null and (fact.kind, fact.id) in (
            ('name_fact_id', choice.name_fact_id), ('birth_fact_id', choice.birth_fact_id),
            ('attribute_fact_id', choice.attribute_fact_id), ('kin_fact_id', choice.kin_fact_id),
            ('origin_claim_id', choice.origin_claim_id))
        where not exists (
              select from registry.decision as made where (made.book_id, made.choice_id) = (choice.book_id, choice.id))
          and not exists (
              select from registry.correction as made
              where made.book_id = choice.book_id and made.resident_id = choice.resident_id and made.state = 'approved'
                and made.attribute = choice.attribute and made.decided_by = choice.recorded_by
                and coalesce(made.name_fact_id, made.birth_fact_id, made.attribute_fact_id, made.kin_fact_id) = fact.id)
    ) as submitter
    where submitter.id is not null
$$;

-- Holds the resident's case that is not over, if there is one: what is recorded of her counts in it.
create function cases.hold_open_case(book int, resident uuid) returns registry.identity_case
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
begin
    select * into known from registry.identity_case as found
    where (found.book_id, found.resident_id) = (book, resident) and found.state not in ('closed', 'withdrawn')
    for no key update;
    return known;
end
$$;

-- What is added to a case, or set aside in it, while somebody is to decide it changes the case: whoever read it before reads
-- it again. Until then it is weighed when it is proposed, and its revision stays.
create function cases.touch(known registry.identity_case, happened text, attachment jsonb) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if known.state in ('proposed', 'escalated') then
        perform cases.keep(known, happened, known.state, null, null, attachment, null);
    end if;
end
$$;

create or replace function cases.record_evidence(
    book int, evidence uuid, resident uuid, of_case uuid, kind text, issued_by text, issued_on date, says text,
    kin_relation text, kin_book int, kin uuid) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.identity_case;
    hidden smallint;
begin
    perform cases.require_seen(book, resident);
    if of_case is not null then
        known := cases.hold_for_evidence(book, of_case);
        if known.resident_id <> resident then
            raise exception 'no such case of the resident' using errcode = 'SG404';
        end if;
    else
        known := cases.hold_open_case(book, resident);
    end if;
    if kin is not null then
        perform cases.require_seen(kin_book, kin);
    end if;
    if not exists (select from registry.evidence_kind as known_kind where known_kind.code = record_evidence.kind) then
        perform cases.refuse_value('evidence_kind');
    elsif issued_on > jobs.today() then
        perform cases.refuse_value('evidence_issued_later');
    end if;
    select person.seal into strict hidden from registry.resident as person where (person.book_id, person.id) = (book, resident);
    insert into registry.evidence (
        book_id, id, resident_id, case_id, kind, issued_by, issued_on, says, kin_relation, kin_book_id, kin_id, recorded_by,
        seal)
    values (book, evidence, resident, of_case, record_evidence.kind, record_evidence.issued_by, record_evidence.issued_on,
            record_evidence.says, record_evidence.kin_relation, kin_book, kin, caller, hidden);
    perform cases.touch(known, 'evidence_recorded', jsonb_build_object('evidence', evidence));
end
$$;

create or replace function cases.attach_file(book int, evidence uuid, sha256 bytea, length int, media_type text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.evidence;
    of_case registry.identity_case;
begin
    select * into known from registry.evidence as found where (found.book_id, found.id) = (book, evidence);
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such evidence' using errcode = 'SG404';
    end if;
    of_case := cases.hold_open_case(book, known.resident_id);
    insert into registry.evidence_file (book_id, evidence_id, sha256, length, media_type, recorded_by, seal)
    values (book, evidence, attach_file.sha256, attach_file.length, attach_file.media_type, caller, known.seal)
    on conflict on constraint evidence_file_pkey do nothing;
    if found then
        perform cases.touch(of_case, 'file_attached', jsonb_build_object('evidence', evidence));
    end if;
end
$$;

create or replace function cases.attest(
    book int, attestation uuid, of_case uuid, witness_book int, witness uuid, witness_name text, witness_lives text, knows text,
    says text, stated_on date, paper_kind text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.identity_case := cases.hold_for_evidence(book, of_case);
    home registry.household_member;
    is_own boolean := false;
begin
    if not exists (select from registry.paper_kind where paper_kind.code = attest.paper_kind) and attest.paper_kind is not null then
        perform cases.refuse_value('attestation_paper');
    elsif stated_on > jobs.today() then
        perform cases.refuse_value('attestation_stated_later');
    end if;
    if witness is not null then
        perform cases.require_seen(witness_book, witness);
        select * into home from registry.household_member as member
        where (member.book_id, member.resident_id) = (witness_book, witness) and member.principal
          and member.valid_to = 'infinity';
        is_own := exists (
            select from registry.household_member as member
            where (member.book_id, member.household_id, member.resident_id)
                = (home.book_id, home.household_id, known.resident_id)
              and member.valid_to = 'infinity');
    end if;
    insert into registry.attestation (
        book_id, id, case_id, resident_id, witness_book_id, witness_id, witness_name, witness_lives, knows, says, stated_on,
        paper_kind, witness_household_book_id, witness_household_id, own_household, recorded_by, seal)
    values (book, attestation, of_case, known.resident_id, witness_book, witness, attest.witness_name, attest.witness_lives,
            attest.knows, attest.says, attest.stated_on, attest.paper_kind, home.book_id, home.household_id, is_own, caller,
            known.seal);
    perform cases.touch(known, 'witness_heard', jsonb_build_object('attestation', attestation));
end
$$;

-- Evidence or an attestation that does not count any more, with the reason; once.
create or replace function cases.set_aside(book int, id uuid, evidence uuid, attestation uuid, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    subject uuid;
    hidden smallint;
    known registry.identity_case;
begin
    select said.resident_id, said.seal into subject, hidden
    from (
        select piece.resident_id, piece.seal from registry.evidence as piece
        where piece.book_id = book and piece.id = set_aside.evidence
        union all
        select statement.resident_id, statement.seal from registry.attestation as statement
        where statement.book_id = book and statement.id = set_aside.attestation
    ) as said;
    if subject is null or hidden > auth.clearance() then
        raise exception 'no such statement' using errcode = 'SG404';
    end if;
    known := cases.hold_open_case(book, subject);
    insert into registry.set_aside (book_id, id, evidence_id, attestation_id, reason, recorded_by, seal)
    values (book, set_aside.id, set_aside.evidence, set_aside.attestation, set_aside.reason, caller, hidden);
    perform cases.touch(
        known, 'set_aside',
        jsonb_strip_nulls(jsonb_build_object('evidence', set_aside.evidence, 'attestation', set_aside.attestation)));
end
$$;

-- What a proposal needs, and a decision that follows it: after gathering the threshold, after a reply that somebody was found.
create function cases.require_ground(known registry.identity_case, came_from text) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if came_from = 'replied' then
        if coalesce((
            select reply.outcome
            from registry.verification_request as request
            join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
            where (request.book_id, request.case_id) = (known.book_id, known.id)
            order by reply.ordinal desc
            limit 1), '') not in ('MATCH', 'MATCH_DIFF')
        then
            perform cases.refuse('case_outcome_no_match');
        end if;
    elsif cases.strength(known.book_id, known.id) < office.parameter('case.threshold') then
        perform cases.refuse('case_strength_below');
    end if;
end
$$;

create or replace function cases.take(
    book int, case_id uuid, expected int, wanted text, reason text default null, rests_on text default null) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, wanted);
begin
    if wanted in ('send_back', 'extend', 'escalate', 'reopen') then
        perform cases.require_words(reason, 'case_reason_missing');
    end if;
    case wanted
        when 'record_claims' then
            if not exists (
                select from registry.origin_claim as claim
                where (claim.book_id, claim.resident_id) = (known.book_id, known.resident_id)
                  and claim.answer in ('stated', 'unknown'))
            then
                perform cases.refuse('case_claims_missing');
            end if;
        when 'rely_on_evidence' then
            -- After a reply one may always go on with evidence (R7.7); before the first only where there is nobody to ask.
            if known.state = 'searched' and exists (select from cases.next_questions(book, case_id)) then
                perform cases.refuse('case_claims_left');
            end if;
        when 'propose' then
            perform cases.require_ground(known, known.state);
        when 'extend' then
            if known.extended then
                perform cases.refuse('case_extended_once');
            end if;
            known.extended := true;
            known.due_on := registry.working_days_after(known.since, 60);
        when 'escalate' then
            known.escalated_on := coalesce(known.escalated_on, jobs.today());
        when 'reopen' then
            perform cases.require_open_stay(book, known.resident_id);
            if not cases.has_new_fact(known) then
                perform cases.refuse('case_no_new_fact');
            end if;
            known.round := known.round + 1;
            known.outcome := null;
            known.decided_at := null;
        when 'send_back', 'close' then
            null;
        else
            perform cases.refuse('case_step_needs_more');
    end case;
    return cases.finish(known, wanted, take.reason, take.rests_on);
end
$$;

-- As before, and weighed again: what the proposal stood on may have been set aside or contradicted since. What was escalated
-- had not enough to be proposed, and is the district's to judge.
create or replace function cases.decide(book int, case_id uuid, expected int, outcome text, reason text, rests_on text)
    returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'decide');
    revision int;
begin
    perform cases.require_words(reason, 'case_reason_missing');
    perform cases.require_words(rests_on, 'case_rests_on_missing');
    if outcome is null or outcome not in ('identified', 'not_identified') then
        perform cases.refuse('identity_case_outcome');
    elsif known.state = 'proposed' and outcome = 'identified' then
        perform cases.require_ground(known, (
            select event.from_state from registry.case_event as event
            where (event.book_id, event.case_id, event.step) = (known.book_id, known.id, 'propose')
            order by event.revision desc limit 1));
    end if;
    known.outcome := decide.outcome;
    known.decided_at := now();
    revision := cases.finish(
        known, 'decide', decide.reason, decide.rests_on, jsonb_build_object('outcome', decide.outcome));
    perform cases.release_waiting(
        known, case decide.outcome when 'identified' then 'awaited_decided' else 'awaited_refused' end);
    return revision;
end
$$;

-- As before; a reply counts in the case of its own request only, whatever its id.
create or replace function cases.decide_fact(
    book int, decision uuid, of_case uuid, expected int, attribute text, fact bigint, reason text, evidence uuid[],
    attestations uuid[], replies uuid[]) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, of_case, expected, 'decide');
    caller int := auth.user_id();
    rests_on int := cardinality(evidence) + cardinality(attestations) + cardinality(replies);
    gathered_by int[];
    fact_by int;
    chosen bigint;
begin
    select array_agg(basis.recorded_by) into gathered_by
    from (
        select piece.id, piece.recorded_by from registry.evidence as piece
        where piece.book_id = book and piece.id = any (decide_fact.evidence) and piece.resident_id = known.resident_id
          and (piece.case_id = known.id or piece.case_id is null)
          and not exists (
              select from registry.set_aside as aside where (aside.book_id, aside.evidence_id) = (piece.book_id, piece.id))
        union all
        select said.id, said.recorded_by from registry.attestation as said
        where said.book_id = book and said.id = any (decide_fact.attestations) and said.case_id = known.id
          and not exists (
              select from registry.set_aside as aside where (aside.book_id, aside.attestation_id) = (said.book_id, said.id))
        union all
        select reply.id, reply.recorded_by
        from registry.verification_request as request
        join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
        where (request.book_id, request.case_id) = (book, known.id) and reply.id = any (decide_fact.replies)
    ) as basis;
    if coalesce(rests_on, 0) = 0 or cardinality(gathered_by) is distinct from rests_on then
        perform cases.refuse_value('decision_basis');
    end if;
    select found.recorded_by into fact_by
    from (
        select name.recorded_by from registry.name_fact as name
        where (name.book_id, name.resident_id, name.id) = (book, known.resident_id, fact)
          and decide_fact.attribute = 'name.' || name.kind
        union all
        select birth.recorded_by from registry.birth_fact as birth
        where (birth.book_id, birth.resident_id, birth.id) = (book, known.resident_id, fact)
          and decide_fact.attribute = 'birth'
        union all
        select other.recorded_by from registry.attribute_fact as other
        where (other.book_id, other.resident_id, other.id) = (book, known.resident_id, fact)
          and decide_fact.attribute = 'sex' and other.attribute = 'sex'
        union all
        select claim.recorded_by from registry.origin_claim as claim
        where (claim.book_id, claim.resident_id, claim.id) = (book, known.resident_id, fact)
          and decide_fact.attribute = 'origin'
    ) as found;
    if fact_by is null then
        perform cases.refuse_value('decision_fact');
    end if;
    perform office.require_other_eyes(array_append(gathered_by, fact_by), book, known.resident_id);

    insert into registry.choice (
        book_id, resident_id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, origin_claim_id, reason, rests_on,
        recorded_by, seal)
    values (book, known.resident_id, decide_fact.attribute,
            case when decide_fact.attribute like 'name.%' then fact end, case when decide_fact.attribute = 'birth' then fact end,
            case when decide_fact.attribute = 'sex' then fact end, case when decide_fact.attribute = 'origin' then fact end,
            decide_fact.reason, 'decision ' || decision, caller, known.seal)
    returning id into chosen;
    insert into registry.decision (book_id, id, case_id, resident_id, attribute, choice_id, reason, recorded_by, seal)
    values (book, decision, known.id, known.resident_id, decide_fact.attribute, chosen, decide_fact.reason, caller, known.seal);
    insert into registry.decision_basis (
        book_id, decision_id, evidence_id, attestation_id, request_id, reply_id, recorded_by, seal)
    select book, decision, piece.id, null::uuid, null::uuid, null::uuid, caller, known.seal
    from unnest(decide_fact.evidence) as piece (id)
    union all
    select book, decision, null, said.id, null, null, caller, known.seal from unnest(attestations) as said (id)
    union all
    select book, decision, null, null, reply.request_id, reply.id, caller, known.seal
    from registry.verification_request as request
    join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
    where (request.book_id, request.case_id) = (book, known.id) and reply.id = any (decide_fact.replies);
    perform derive.refresh(book, known.resident_id);
end
$$;

-- Moves ------------------------------------------------------------------------------------------------------------------

-- Whom a transfer is about, for both communes and only while it is open: one person, never her whole book. Where it opens her
-- to somebody who does not see her book, it records that itself (design/access.md), so it is no READ ONLY question.
create or replace function moves.person(transfer uuid)
    returns table (
        book_id int, resident_id uuid, revision int, status text, name text, name_kind text, sex text, ethnic_code text,
        household_id uuid, relation text, settlement_id uuid, papers text, has_number boolean, settlement_name text,
        commune_code text, commune_name text, birth_answer text, written text, "precision" text, calendar text,
        birth_basis text, age_kind text, birth_said_on date, candidates daterange[])
    language plpgsql volatile security definer rows 1
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    about registry.transfer;
begin
    select open.* into about from registry.transfer as open
    where open.id = person.transfer and open.state = 'proposed'
      and open.book_id = any (auth.view_books()) and open.seal <= auth.clearance()
    limit 1;
    return query
        select version.book_id, version.resident_id, version.revision, version.status, version.name, version.name_kind,
               version.sex, version.ethnic_code, version.household_id, version.relation, version.settlement_id, version.papers,
               version.has_number, settlement.name::text, commune.code, commune.name, birth.answer::text, birth.written,
               birth."precision", birth.calendar, birth.basis, birth.age_kind, birth.said_on,
               case when birth.candidates is not null then array(select unnest(birth.candidates)) end
        from registry.resident_version as version
        left join registry.birth_fact as birth
            on birth.book_id = version.book_id and birth.resident_id = version.resident_id and birth.id = version.birth_fact_id
        left join lateral (
            select status.name from registry.settlement_status as status
            where status.book_id = version.book_id and status.settlement_id = version.settlement_id
            order by status.valid_from desc limit 1
        ) as settlement on true
        join registry.book_area as placed
            on placed.book_id = version.book_id and placed.valid_from <= registry.today() and registry.today() < placed.valid_to
        join registry.area as commune on commune.id = placed.area_id
        where version.book_id = about.from_book and version.resident_id = about.resident_id and version.believed_to = 'infinity'
          and version.seal <= auth.clearance();
    if found and about.from_book <> all (auth.view_books()) then
        perform audit.open_residents('transfers.person', about.from_book, array[about.resident_id]);
    end if;
end
$$;

-- Revisions ---------------------------------------------------------------------------------------------------------------

reset role;

-- No revision is none that anybody has read: where a step compared it by `<>`, a null went through. The comparison alone is
-- written anew, in whichever text a function has by now.
do $$
declare
    step record;
begin
    for step in
        select pg_get_functiondef(known.oid) as text, known.proowner::regrole as owner
        from pg_proc as known
        where known.pronamespace::regnamespace::text in ('derive', 'issuance', 'cases', 'moves', 'outreach', 'office')
          and known.prosrc ~ ' <> expected\M'
    loop
        execute format('set local role %s', step.owner);
        execute regexp_replace(step.text, ' <> expected\M', ' is distinct from expected', 'g');
        reset role;
    end loop;
end
$$;
