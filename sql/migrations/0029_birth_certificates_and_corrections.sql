-- 0029_birth_certificates_and_corrections.sql: birth certificates (C6), corrections by two people (C7), certificates of
-- identity by decision (R2.10).

set local role sogoc_owner;

-- A birth that was registered (R7.1 to R7.3), under its number in the register book of its year.
create table registry.birth_certificate (
    book_id           int  not null,
    id                uuid not null,
    resident_id       uuid not null,
    revision          int  not null default 1,
    register_year     smallint not null check (register_year between 1900 and 2200),
    number            int  not null check (number between 1 and 999999),
    registered_on     date not null,
    -- More than sixty days after the birth; null where that depends on the day of birth (R7.1).
    is_late           boolean,
    -- What proves the birth (R7.2).
    basis             text not null check (basis in ('birth_notice', 'witness', 'commitment', 'abandonment_record')),
    basis_document    registry.said not null,
    mother_answer     registry.answer not null,
    mother            registry.said,
    -- A mother without papers is entered all the same.
    mother_papers     text check (mother_papers in ('seen', 'none', 'unknown')),
    father_answer     registry.answer not null,
    father            registry.said,
    -- A father who is not married to the mother is entered only once he has recognised the child (R7.3).
    parents_married   text not null check (parents_married in ('yes', 'no', 'unknown')),
    recognition       registry.said,
    declared_by       registry.said not null,
    -- Who entered it, and who signed: the civil-status officer, the chair of the People's Committee.
    registrar         registry.said not null,
    signer            registry.said not null,
    revoked_on        date,
    revocation        registry.said,
    revocation_reason registry.said,
    recorded_at       timestamptz not null default now(),
    recorded_by       int  not null,
    seal              smallint not null default 0,
    primary key (book_id, id),
    constraint birth_certificate_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint birth_certificate_number unique (book_id, register_year, number),
    constraint birth_certificate_year check (register_year = extract(year from registered_on)),
    constraint birth_certificate_mother check ((mother is not null) = (mother_answer = 'stated')),
    constraint birth_certificate_mother_papers check ((mother_papers is not null) = (mother_answer = 'stated')),
    constraint birth_certificate_father check ((father is not null) = (father_answer = 'stated')),
    constraint birth_certificate_recognition check (
        father is null or parents_married = 'yes' or recognition is not null),
    constraint birth_certificate_signer check (lower(btrim(registrar)) <> lower(btrim(signer))),
    constraint birth_certificate_revoked_whole check (num_nulls(revoked_on, revocation, revocation_reason) in (0, 3))
);
call registry.protect_procedure('registry.birth_certificate');
-- Where a birth was registered, the first number must be from.
grant select on registry.birth_certificate to sogoc_register;
create unique index birth_certificate_one_valid on registry.birth_certificate (book_id, resident_id) where revoked_on is null;

-- Whether a birth was registered more than sixty days later (R7.1): null where the days of birth disagree.
create function registry.is_late_registration(earliest date, latest date, registered date) returns boolean
    language sql immutable parallel safe
    return case when registered > latest + 60 then true when registered <= earliest + 60 then false end;

-- The province in which somebody's birth was registered here, as its code was then; null where it was not.
create function registry.registered_province(resident uuid) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(above.code, district.code)
    from registry.birth_certificate as certificate
    join registry.book_area on book_area.book_id = certificate.book_id
        and book_area.valid_from <= certificate.registered_on and certificate.registered_on < book_area.valid_to
    join registry.area as commune on commune.id = book_area.area_id
    join registry.area as district on district.id = commune.parent_id
    left join registry.area as above on above.id = district.parent_id
    where certificate.resident_id = resident and certificate.revoked_on is null
    limit 1
$$;
create index birth_certificate_resident_key on registry.birth_certificate (resident_id, book_id);

-- A correction of what the register goes by: one asks, another decides, and before and after stay (C7, R2.13).
create table registry.correction (
    book_id           int  not null,
    id                uuid not null,
    resident_id       uuid not null,
    revision          int  not null default 1,
    state             text not null check (state in ('requested', 'approved', 'refused', 'withdrawn')),
    -- As registry.choice names it: birth, sex, name.BIRTH …
    attribute         text not null check (attribute ~ '^[a-z_]+([.][A-Za-z_]+)?$'),
    -- The fact that is to be current: what was said is recorded before.
    name_fact_id      bigint,
    birth_fact_id     bigint,
    attribute_fact_id bigint,
    reason            registry.said not null,
    -- What the register went by, and what it goes by since; the latter once it is approved.
    before            jsonb not null,
    after             jsonb,
    due_on            date not null,
    decided_on        date,
    decided_by        int,
    decision          registry.said,
    recorded_at       timestamptz not null default now(),
    recorded_by       int  not null,
    seal              smallint not null default 0,
    primary key (book_id, id),
    constraint correction_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint correction_of_one_fact check (num_nonnulls(name_fact_id, birth_fact_id, attribute_fact_id) = 1),
    constraint correction_name foreign key (book_id, resident_id, name_fact_id)
        references registry.name_fact (book_id, resident_id, id),
    constraint correction_birth foreign key (book_id, resident_id, birth_fact_id)
        references registry.birth_fact (book_id, resident_id, id),
    constraint correction_attribute foreign key (book_id, resident_id, attribute_fact_id)
        references registry.attribute_fact (book_id, resident_id, id),
    constraint correction_decided_whole check (
        (state = 'requested') = (decided_on is null) and (decided_on is null) = (decided_by is null)
        and (state = 'approved') = (after is not null)),
    constraint correction_two_people check (state <> 'approved' or decided_by <> recorded_by),
    constraint correction_decision check (state not in ('refused', 'withdrawn') or decision is not null)
);
call registry.protect_procedure('registry.correction');
create unique index correction_one_open on registry.correction (book_id, resident_id, attribute) where state = 'requested';

-- The documents of a correction; more may be added while it waits.
create table registry.correction_document (
    book_id       int  not null,
    correction_id uuid not null,
    id            bigint generated always as identity,
    kind          text not null references registry.paper_kind,
    number        registry.said,
    note          registry.said,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    seal          smallint not null default 0,
    primary key (book_id, correction_id, id),
    constraint correction_document_correction
        foreign key (book_id, correction_id) references registry.correction (book_id, id)
);
call registry.protect_procedure('registry.correction_document');
revoke update on registry.correction_document from sogoc_office;

-- A certificate of identity for somebody of Vietnamese origin whose nationality nothing proves, by decision only (R2.10).
create table registry.identity_certificate (
    book_id        int  not null,
    id             uuid not null,
    resident_id    uuid not null,
    revision       int  not null default 1,
    state          text not null check (state in ('decided', 'handed_over', 'revoked')),
    reason         registry.said not null,
    document       registry.said not null,
    -- Since when the person has lived in the commune without a gap, by the stays.
    resident_since date not null,
    decided_on     date not null,
    handed_over_on date,
    ending         registry.said,
    recorded_at    timestamptz not null default now(),
    recorded_by    int  not null,
    seal           smallint not null default 0,
    primary key (book_id, id),
    constraint identity_certificate_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint identity_certificate_six_months check (decided_on >= (resident_since + interval '6 months')::date),
    constraint identity_certificate_ending check ((state = 'revoked') = (ending is not null))
);
call registry.protect_procedure('registry.identity_certificate');
create unique index identity_certificate_one on registry.identity_certificate (book_id, resident_id) where state <> 'revoked';

-- What a correction's approval makes current.
create policy procedure_insert on registry.choice for insert to sogoc_office with check (true);
grant insert on registry.choice to sogoc_office;

grant execute on function registry.is_late_registration(date, date, date), registry.registered_province(uuid)
    to sogoc_office, sogoc_app, sogoc_jobs, sogoc_register;

reset role;
set local role sogoc_office;

-- Birth certificates -------------------------------------------------------------------------------------------------------

-- Records a birth certificate of a resident; whether it is late follows from the days on which she may have been born.
create function issuance.register_birth(
    book int, certificate uuid, resident uuid, number int, registered_on date, basis text, basis_document text,
    mother_answer text, mother text, mother_papers text, father_answer text, father text, parents_married text,
    recognition text, declared_by text, registrar text, signer text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
    known registry.resident_version;
begin
    if registered_on > jobs.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    select * into known from registry.resident_version as version
    where version.book_id = book and version.resident_id = register_birth.resident and version.believed_to = 'infinity';
    if registered_on < known.born_earliest then
        raise exception 'registered before the birth' using errcode = 'SG409', constraint = 'birth_certificate_before_birth';
    end if;
    insert into registry.birth_certificate (
        book_id, id, resident_id, register_year, number, registered_on, is_late, basis, basis_document, mother_answer, mother,
        mother_papers, father_answer, father, parents_married, recognition, declared_by, registrar, signer, recorded_by, seal)
    values (book, certificate, resident, extract(year from registered_on)::smallint, number, registered_on,
            registry.is_late_registration(known.born_earliest, known.born_latest, registered_on), basis, basis_document,
            mother_answer, mother, mother_papers, father_answer, father, parents_married, recognition, declared_by, registrar,
            signer, caller, seal);
end
$$;

-- Revokes a birth certificate by a decision, with other eyes. Its number stays taken.
create function issuance.revoke_birth(book int, certificate uuid, expected int, reason text, document text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.birth_certificate;
begin
    perform office.require('commune_supervisor', book);
    select * into taken from registry.birth_certificate as held
    where held.book_id = book and held.id = certificate and held.seal <= auth.clearance()
    for no key update;
    if taken.id is null then
        raise exception 'no such certificate' using errcode = 'SG404';
    elsif taken.revision <> expected then
        raise exception 'the certificate was changed meanwhile' using errcode = 'SG412';
    elsif taken.revoked_on is not null then
        raise exception 'revoked already' using errcode = 'SG409', constraint = 'birth_certificate_revoked';
    end if;
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    update registry.birth_certificate as held set
        revoked_on = jobs.today(), revocation = document, revocation_reason = reason, revision = held.revision + 1
    where held.book_id = book and held.id = certificate;
end
$$;

-- Corrections --------------------------------------------------------------------------------------------------------------

-- What the register goes by for the fields that can be corrected: kept before and after.
create function issuance.believed(book int, resident uuid) returns jsonb
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'name', version.name, 'name_kind', version.name_kind, 'birth_fact', version.birth_fact_id,
        'born_earliest', version.born_earliest, 'born_latest', version.born_latest, 'sex', version.sex,
        'ethnic_code', version.ethnic_code)
    from registry.resident_version as version
    where version.book_id = book and version.resident_id = resident and version.believed_to = 'infinity'
$$;

-- Asks that a fact, said and recorded before, becomes what the register goes by. Two working days for the decision (R2.13).
create function issuance.request_correction(
    book int, correction uuid, resident uuid, attribute text, fact bigint, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
    is_name boolean := attribute like 'name.%';
    fits boolean;
begin
    fits := case
        when is_name then exists (
            select from registry.name_fact as said
            where (said.book_id, said.resident_id, said.id) = (book, request_correction.resident, fact)
              and said.kind = substr(attribute, 6))
        when attribute = 'birth' then exists (
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
        book_id, id, resident_id, state, attribute, name_fact_id, birth_fact_id, attribute_fact_id, reason, before, due_on,
        recorded_by, seal)
    values (book, correction, resident, 'requested', attribute, case when is_name then fact end,
            case when attribute = 'birth' then fact end, case when not is_name and attribute <> 'birth' then fact end, reason,
            issuance.believed(book, resident), registry.working_days_after(jobs.today(), 2), caller, seal);
end
$$;

create function issuance.take_correction(office text, book int, correction uuid, expected int) returns registry.correction
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.correction;
    subject uuid;
begin
    perform office.require(office, book);
    select held.resident_id into subject from registry.correction as held where held.book_id = book and held.id = correction;
    if subject is null then
        raise exception 'no such correction' using errcode = 'SG404';
    end if;
    perform issuance.hold(book, subject);
    select * into taken from registry.correction as held
    where held.book_id = book and held.id = correction for no key update;
    if taken.revision is distinct from expected then
        raise exception 'the correction was changed meanwhile' using errcode = 'SG412';
    elsif taken.state <> 'requested' then
        raise exception 'decided already' using errcode = 'SG409', constraint = 'correction_state';
    end if;
    return taken;
end
$$;

create function issuance.add_correction_document(
    book int, correction uuid, expected int, kind text, number text, note text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.correction := issuance.take_correction('commune_officer', book, correction, expected);
begin
    insert into registry.correction_document (book_id, correction_id, kind, number, note, recorded_by, seal)
    values (book, correction, kind, number, note, auth.user_id(), taken.seal);
    update registry.correction as held set revision = held.revision + 1 where held.book_id = book and held.id = correction;
end
$$;

create function issuance.refuse_correction(book int, correction uuid, expected int, decision text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.correction := issuance.take_correction('commune_supervisor', book, correction, expected);
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    update registry.correction as held set
        state = 'refused', decided_on = jobs.today(), decided_by = auth.user_id(), decision = refuse_correction.decision,
        revision = held.revision + 1
    where held.book_id = book and held.id = correction;
end
$$;

create function issuance.withdraw_correction(book int, correction uuid, expected int, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform issuance.take_correction('commune_officer', book, correction, expected);
    update registry.correction as held set
        state = 'withdrawn', decided_on = jobs.today(), decided_by = auth.user_id(), decision = withdraw_correction.reason,
        revision = held.revision + 1
    where held.book_id = book and held.id = correction;
end
$$;

-- Approves a correction with other eyes: the choice is made, before and after stay, and where the valid card prints something
-- else now, a card is requested in its place.
create function issuance.approve_correction(book int, correction uuid, expected int, reissue uuid) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.correction := issuance.take_correction('commune_supervisor', book, correction, expected);
    caller int := auth.user_id();
    present registry.card;
    made registry.card;
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    insert into registry.choice (
        book_id, resident_id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, reason, rests_on, recorded_by, seal)
    values (book, taken.resident_id, taken.attribute, taken.name_fact_id, taken.birth_fact_id, taken.attribute_fact_id,
            taken.reason, 'đính chính ' || taken.id, caller, taken.seal);
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
        -- Asked for by whoever asked for the correction; what was captured for the card before serves again.
        insert into registry.card (
            book_id, id, resident_id, state, ground, replaces_book_id, replaces_id, requested_on, due_on, applicant,
            representative, face, fingerprints, iris, why_not_captured, recorded_by, seal)
        values (book, reissue, taken.resident_id, 'requested', 'correction', present.book_id, present.id, jobs.today(),
                registry.working_days_after(jobs.today(), 7), present.applicant, present.representative, present.face,
                present.fingerprints, present.iris, present.why_not_captured, taken.recorded_by, taken.seal)
        returning * into made;
        perform issuance.note_card(made, 'requested', 'đính chính', taken.id::text, taken.recorded_by);
    end if;
end
$$;

-- Certificates of identity -------------------------------------------------------------------------------------------------

-- Since when somebody lives in the book without a gap, by the stays; null for whoever is not here.
create function issuance.resident_since(book int, resident uuid) returns date
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with recursive back as (
        select stay.opened_on from registry.stay
        where stay.book_id = book and stay.resident_id = resident and stay.closed_on is null
        union
        select earlier.opened_on
        from back
        join registry.stay as earlier
            on earlier.book_id = book and earlier.resident_id = resident
            and earlier.closed_on = back.opened_on and earlier.closed_by_way <> 'withdrawn'
    )
    select min(back.opened_on) from back
$$;

-- A supervisor decides that somebody gets a certificate of identity, and says why: never a default (R2.10).
create function issuance.decide_identity_certificate(book int, certificate uuid, resident uuid, reason text, document text)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_supervisor', book);
    seal smallint := issuance.hold(book, resident);
    since date;
begin
    perform issuance.require_present(book, resident);
    perform office.require_other_eyes('{}', book, resident);
    if (issuance.valid_card(resident)).id is not null then
        raise exception 'a card proves the nationality' using errcode = 'SG409', constraint = 'identity_certificate_has_card';
    end if;
    since := issuance.resident_since(book, resident);
    insert into registry.identity_certificate (
        book_id, id, resident_id, state, reason, document, resident_since, decided_on, recorded_by, seal)
    values (book, certificate, resident, 'decided', reason, document, since, jobs.today(), caller, seal);
end
$$;

-- Hands a certificate of identity over, or revokes it with a reason.
create function issuance.move_identity_certificate(
    book int, certificate uuid, expected int, to_state text, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.identity_certificate;
begin
    perform office.require(case to_state when 'revoked' then 'commune_supervisor' else 'commune_officer' end, book);
    select * into taken from registry.identity_certificate as held
    where held.book_id = book and held.id = certificate and held.seal <= auth.clearance()
    for no key update;
    if taken.id is null then
        raise exception 'no such certificate' using errcode = 'SG404';
    elsif taken.revision <> expected then
        raise exception 'the certificate was changed meanwhile' using errcode = 'SG412';
    elsif (taken.state, to_state) not in (('decided', 'handed_over'), ('decided', 'revoked'), ('handed_over', 'revoked')) then
        raise exception 'not from this state' using errcode = 'SG409', constraint = 'identity_certificate_state';
    end if;
    if to_state = 'handed_over' then
        perform issuance.require_present(book, taken.resident_id);
    end if;
    update registry.identity_certificate as held set
        state = to_state, revision = held.revision + 1, ending = case to_state when 'revoked' then move_identity_certificate.reason end,
        handed_over_on = case to_state when 'handed_over' then jobs.today() else held.handed_over_on end
    where held.book_id = book and held.id = certificate;
end
$$;

grant execute on function
    issuance.register_birth(int, uuid, uuid, int, date, text, text, text, text, text, text, text, text, text, text, text, text),
    issuance.revoke_birth(int, uuid, int, text, text), issuance.request_correction(int, uuid, uuid, text, bigint, text),
    issuance.add_correction_document(int, uuid, int, text, text, text),
    issuance.refuse_correction(int, uuid, int, text), issuance.withdraw_correction(int, uuid, int, text),
    issuance.approve_correction(int, uuid, int, uuid),
    issuance.decide_identity_certificate(int, uuid, uuid, text, text),
    issuance.move_identity_certificate(int, uuid, int, text, text)
    to sogoc_app;

reset role;
set local role sogoc_owner;

-- As before, with the place in which the birth was registered (R2.7), where it was registered here.
create or replace function registry.printed_fields(book int, resident uuid) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'name', version.name,
        'born', registry.printed_birth(version.born_earliest, version.born_latest),
        'sex', version.sex,
        'number', (
            select known.number from registry.personal_number as known
            where known.resident_id = version.resident_id and known.state = 'confirmed'
            order by known.book_id = version.book_id desc limit 1),
        'nationality', 'Việt Nam',
        'birth_registered_at', (
            select place.name from registry.birth_certificate as certificate
            join registry.book_area as map on map.book_id = certificate.book_id
                and map.valid_from <= certificate.registered_on and certificate.registered_on < map.valid_to
            join registry.area as place on place.id = map.area_id
            where certificate.resident_id = version.resident_id and certificate.revoked_on is null
            limit 1),
        'residence', concat_ws(', ', (
            select status.name from registry.settlement_status as status
            where (status.book_id, status.settlement_id) = (version.book_id, version.settlement_id)
            order by status.valid_from desc limit 1), commune.name, district.name, province.name),
        'issuer', 'Bộ Công an')
    from registry.resident_version as version
    join registry.book_area on book_area.book_id = version.book_id
        and book_area.valid_from <= jobs.today() and jobs.today() < book_area.valid_to
    join registry.area as commune on commune.id = book_area.area_id
    left join registry.area as district on district.id = commune.parent_id
    left join registry.area as province on province.id = district.parent_id
    where version.book_id = book and version.resident_id = resident and version.believed_to = 'infinity'
$$;

reset role;
set local role sogoc_register;

-- Confirms a number by a decision or a document (R1.8): the first one a person gets agrees with the record, also in the
-- province in which the birth was registered, where that is known here (R1.7); where one was cancelled the next is
-- re-established. Whose it may be already is not said (personal_number_pkey).
create or replace function derive.confirm_number(
    book int, resident uuid, number text, reason text, rests_on text, happened_on date) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    seal smallint;
begin
    select held.seal into seal from registry.resident as held
    where held.book_id = book and held.id = confirm_number.resident
    for no key update;
    if not found then
        raise exception 'no such resident' using errcode = 'SG404';
    elsif exists (
        select from registry.personal_number as known
        where known.resident_id = confirm_number.resident and known.state = 'cancelled')
    then
        raise exception 'a number was cancelled' using errcode = 'SG409', constraint = 'number_cancelled';
    end if;
    perform office.require_number_agrees(book, resident, number, coalesce(happened_on, registry.today()));
    if left(number, 1) = '0' and registry.registered_province(resident) <> substr(number, 2, 2) then
        raise exception 'of another province' using errcode = 'SG409', constraint = 'number_province';
    end if;
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by, seal)
    values (number, book, resident, 'confirmed', auth.user_id(), seal);
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by, seal)
    values (book, resident, number, 'confirmed', happened_on, reason, rests_on, auth.user_id(), seal);
    perform derive.refresh(book, resident);
end
$$;
