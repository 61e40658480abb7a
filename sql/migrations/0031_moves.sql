-- 0031_moves.sql: moves between communes: proposed by one, accepted by the other (F5).
--
-- A resident row is a stay in one book, so a move opens another row and closes the old stay; nothing is deleted, and counts
-- take the stays open on a date. The proposal is written into both books, a row in each, so that both communes see it under
-- the one policy form; whom it is about the receiving one is shown by a function, and only while it is open.

set local role sogoc_owner;

create table registry.transfer (
    -- The book in whose reach this row stands: the one the person leaves, or the one she goes to.
    book_id     int  not null references registry.book,
    id          uuid not null,
    side        text not null check (side in ('out', 'in')),
    from_book   int  not null,
    to_book     int  not null references registry.book,
    resident_id uuid not null,
    state       text not null check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
    -- The first day on which she lives there.
    moves_on    date not null,
    reason      registry.said not null,
    revision    int  not null default 1,
    ended_at    timestamptz,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, id),
    constraint transfer_resident foreign key (from_book, resident_id) references registry.resident (book_id, id),
    constraint transfer_side check (book_id = case side when 'out' then from_book else to_book end),
    constraint transfer_to_itself check (from_book <> to_book),
    constraint transfer_ended check ((state = 'proposed') = (ended_at is null))
);
-- A person moves to one place at a time.
create unique index transfer_one_open on registry.transfer (from_book, resident_id) where side = 'out' and state = 'proposed';
create index transfer_id on registry.transfer (id);
create index transfer_resident_key on registry.transfer (resident_id);
call registry.protect_procedure('registry.transfer');

-- Who took which step, and why; in both books.
create table registry.transfer_event (
    book_id     int  not null,
    transfer_id uuid not null,
    id          bigint generated always as identity,
    kind        text not null check (kind in ('proposed', 'accepted', 'declined', 'withdrawn')),
    -- The commune that declines or takes back says why; the proposal has its reason.
    reason      registry.said,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, transfer_id, id),
    constraint transfer_event_transfer foreign key (book_id, transfer_id) references registry.transfer (book_id, id),
    constraint transfer_event_reason check (kind not in ('declined', 'withdrawn') or reason is not null)
);
call registry.protect_procedure('registry.transfer_event');

-- A number's history goes with the person; the book it came from is told, as with every fact.
alter table registry.personal_number_event add column carried_from int references registry.book;

-- What a step writes of the register itself, in two books of which its caller edits one.
do $$
declare
    added text;
begin
    foreach added in array array[
        'resident', 'stay', 'name_fact', 'birth_fact', 'attribute_fact', 'origin_claim', 'paper_fact', 'kin_fact', 'choice',
        'life_event', 'household_member', 'personal_number_event', 'resident_version', 'household_version', 'birth_year']
    loop
        execute format('create policy moves_insert on registry.%I for insert to sogoc_office with check (true)', added);
        execute format('grant insert on registry.%I to sogoc_office', added);
    end loop;
    foreach added in array array['stay', 'household_member', 'personal_number', 'resident_version', 'household_version'] loop
        execute format(
            'create policy moves_update on registry.%I for update to sogoc_office using (true) with check (true)', added);
    end loop;
    -- To lock a row one must be allowed to update it; these are locked only.
    foreach added in array array['resident', 'household'] loop
        execute format(
            'create policy moves_lock on registry.%I for update to sogoc_office using (true) with check (false)', added);
    end loop;
end
$$;
grant update (closed_on, closed_by_way, moved_to_book, closed_at, closed_by) on registry.stay to sogoc_office;
grant update (valid_to, ended_by_way, ended_at) on registry.household_member to sogoc_office;
grant update (book_id) on registry.personal_number to sogoc_office;
grant update on registry.resident_version, registry.household_version to sogoc_office;
grant update (seal) on registry.resident to sogoc_office;
grant update (closed_on) on registry.household to sogoc_office;
grant select, delete on registry.birth_year to sogoc_office;
create policy moves_select on registry.poverty_status for select to sogoc_office using (true);
grant select on registry.poverty_status to sogoc_office;
create policy moves_select on registry.birth_year for select to sogoc_office using (true);
create policy moves_delete on registry.birth_year for delete to sogoc_office using (true);

reset role;
set local role sogoc_register;

-- The derivation is one text with two callers: under the caller's reach, as ever, and for a step that writes in two books.
alter function derive.write_versions(int[], uuid[], timestamptz[]) rename to make_versions;
alter function derive.make_versions(int[], uuid[], timestamptz[]) security invoker;
alter function derive.write_household_versions(int[], uuid[], timestamptz[]) rename to make_household_versions;
alter function derive.make_household_versions(int[], uuid[], timestamptz[]) security invoker;
revoke execute on function derive.make_versions(int[], uuid[], timestamptz[]),
    derive.make_household_versions(int[], uuid[], timestamptz[]) from sogoc_import;

create function derive.write_versions(books int[], residents uuid[], at timestamptz[]) returns int
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$ select derive.make_versions(books, residents, at) $$;
create function derive.write_household_versions(books int[], households uuid[], at timestamptz[]) returns int
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$ select derive.make_household_versions(books, households, at) $$;
grant execute on function derive.write_versions(int[], uuid[], timestamptz[]),
    derive.write_household_versions(int[], uuid[], timestamptz[]) to sogoc_import;
grant execute on function derive.make_versions(int[], uuid[], timestamptz[]),
    derive.make_household_versions(int[], uuid[], timestamptz[]) to sogoc_office;

reset role;
create schema moves authorization sogoc_office;
grant usage on schema moves to sogoc_app;
set local role sogoc_office;

-- Refuses whoever takes no steps of moves in the book: the commune's officer and supervisor do, and the district's officer.
create function moves.require(book int) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require();
begin
    if book <> all (auth.view_books()) then
        raise exception 'no such record' using errcode = 'SG404';
    elsif not (auth.holds('commune_officer', book) or auth.holds('commune_supervisor', book)
               or auth.holds('district_officer', book)) then
        raise exception 'not of this office' using errcode = 'SG403', constraint = 'office_missing';
    end if;
    return caller;
end
$$;

-- Refuses a move that would leave something behind which belongs to the book: an identity case that is not over, a card
-- that is being made. The commune ends it, or waits. Cases and cards are modules beside this one, so each is asked where
-- it is installed.
create function moves.refuse_obstacles(book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    held boolean := false;
begin
    if to_regclass('registry.identity_case') is not null then
        execute 'select exists (select from registry.identity_case as known
                 where known.book_id = $1 and known.resident_id = $2 and known.state not in (''closed'', ''withdrawn''))'
            into held using book, resident;
        if held then
            raise exception 'a case is not over' using errcode = 'SG409', constraint = 'transfer_case_open';
        end if;
    end if;
    if to_regclass('registry.card') is not null then
        execute 'select exists (select from registry.card as known
                 where known.book_id = $1 and known.resident_id = $2 and known.state in (''requested'', ''approved'', ''printed''))'
            into held using book, resident;
        if held then
            raise exception 'a card is being made' using errcode = 'SG409', constraint = 'transfer_card_in_progress';
        end if;
    end if;
end
$$;

-- Refuses a person who is not here on the day before the move, or is held by something of the book.
create function moves.refuse_unmovable(book int, resident uuid, moves_on date) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    opened date := (
        select stay.opened_on from registry.stay
        where stay.book_id = book and stay.resident_id = resident and stay.closed_on is null);
begin
    if opened is null then
        raise exception 'the person has no open stay here' using errcode = 'SG409', constraint = 'transfer_needs_open_stay';
    elsif moves_on > registry.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    elsif moves_on < opened then
        raise exception 'before the stay began' using errcode = 'SG409', constraint = 'stay_closed_after_opened';
    end if;
    perform moves.refuse_obstacles(book, resident);
end
$$;

-- Proposed by the commune that the person leaves: the other one does not know her.
create function moves.propose(transfer uuid, book int, resident uuid, to_book int, moves_on date, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
    own_seal smallint;
begin
    select known.seal into own_seal from registry.resident as known
    where known.book_id = book and known.id = resident and known.seal <= auth.clearance()
    for no key update;
    if own_seal is null then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    if not exists (
        select from registry.book as target
        where target.id = propose.to_book and target.opened_on <= propose.moves_on and target.closed_on is null)
    then
        raise exception 'no such book' using errcode = 'SG409', constraint = 'transfer_book';
    end if;
    perform moves.refuse_unmovable(book, resident, moves_on);
    insert into registry.transfer (
        book_id, id, side, from_book, to_book, resident_id, state, moves_on, reason, recorded_by, seal)
    values (book, transfer, 'out', book, propose.to_book, resident, 'proposed', propose.moves_on, propose.reason, caller, own_seal),
           (propose.to_book, transfer, 'in', book, propose.to_book, resident, 'proposed', propose.moves_on, propose.reason, caller,
            own_seal);
    insert into registry.transfer_event (book_id, transfer_id, kind, recorded_by, seal)
    values (book, transfer, 'proposed', caller, own_seal), (propose.to_book, transfer, 'proposed', caller, own_seal);
end
$$;

-- An open transfer, locked, in the row of the book in which the caller takes a step of it. Both rows are locked in one order,
-- so that who accepts and who takes back wait for each other and never both.
create function moves.hold(transfer uuid, book int, wanted_side text, expected int) returns registry.transfer
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    held registry.transfer;
begin
    perform from registry.transfer as known where known.id = transfer order by known.side for no key update;
    select * into held from registry.transfer as known
    where known.book_id = book and known.id = transfer and known.side = wanted_side and known.seal <= auth.clearance();
    if held.id is null then
        raise exception 'no such transfer' using errcode = 'SG404';
    elsif held.revision <> expected then
        raise exception 'the transfer was changed meanwhile' using errcode = 'SG412';
    elsif held.state <> 'proposed' then
        raise exception 'the transfer is over' using errcode = 'SG409', constraint = 'transfer_over';
    end if;
    return held;
end
$$;

-- Writes how a transfer ended, in both books.
create function moves.finish(held registry.transfer, ending text, reason text, caller int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update registry.transfer as known set state = ending, revision = known.revision + 1, ended_at = now()
    where known.id = held.id and known.book_id in (held.from_book, held.to_book);
    insert into registry.transfer_event (book_id, transfer_id, kind, reason, recorded_by, seal)
    select side.book_id, held.id, ending, finish.reason, caller, held.seal
    from (values (held.from_book), (held.to_book)) as side (book_id);
end
$$;

create function moves.decline(transfer uuid, book int, expected int, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
begin
    perform moves.finish(moves.hold(transfer, book, 'in', expected), 'declined', reason, caller);
end
$$;

create function moves.withdraw(transfer uuid, book int, expected int, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
begin
    perform moves.finish(moves.hold(transfer, book, 'out', expected), 'withdrawn', reason, caller);
end
$$;

-- One kind of facts, said again in the receiving book: in the same order, so that what was current stays so, and with the
-- choices that rest on them. Of somebody who comes back, what came from that book is there already; only what a choice rests
-- on is said again, so that the choice can be made there. Every column is carried, also those that later modules add.
create function moves.carry(of_person registry.transfer, fact text, choice_column text, caller int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    said text := (
        select string_agg(quote_ident(known.attname), ', ' order by known.attnum) from pg_attribute as known
        where known.attrelid = format('registry.%I', fact)::regclass and known.attnum > 0 and not known.attisdropped
          and known.attname not in ('book_id', 'id', 'carried_from', 'recorded_at', 'recorded_by', 'entered_at'));
    is_chosen boolean := exists (
        select from pg_attribute as known
        where known.attrelid = 'registry.choice'::regclass and known.attname = choice_column and not known.attisdropped);
    old text := format(
        'select known.*, row_number() over (order by known.id) as place from registry.%I as known
         where known.book_id = $1 and known.resident_id = $3 and (known.carried_from is distinct from $2 or %s)',
        fact,
        case when is_chosen then format(
            'exists (select from registry.choice as chosen where chosen.book_id = $1 and chosen.resident_id = $3
                     and chosen.%I = known.id)', choice_column) else 'false' end);
    fresh text := format(
        'insert into registry.%1$I (book_id, %2$s, carried_from, recorded_by) select $2, %2$s, $1, $4 from old order by place',
        fact, said);
begin
    if not is_chosen then
        execute format('with old as (%s) %s', old, fresh)
            using of_person.from_book, of_person.to_book, of_person.resident_id, caller;
    else
        execute format(
            'with old as (%1$s), fresh as (%2$s returning id),
             same as (
                 select old.id as old_id, numbered.id as new_id
                 from old
                 join (select fresh.id, row_number() over (order by fresh.id) as place from fresh) as numbered using (place))
             insert into registry.choice (book_id, resident_id, attribute, %3$I, reason, rests_on, recorded_by, seal)
             select $2, chosen.resident_id, chosen.attribute, same.new_id, chosen.reason, chosen.rests_on, $4, chosen.seal
             from registry.choice as chosen
             join same on same.old_id = chosen.%3$I
             where chosen.book_id = $1 and chosen.resident_id = $3
             order by chosen.id', old, fresh, choice_column)
            using of_person.from_book, of_person.to_book, of_person.resident_id, caller;
    end if;
end
$$;

-- All that was said of the person, and her number: it is one over all books and belongs to where she is; its history stays, and
-- is told there again.
create function moves.carry_facts(of_person registry.transfer, caller int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform moves.carry(of_person, kind.fact, kind.choice_column, caller)
    from (values ('name_fact', 'name_fact_id'), ('birth_fact', 'birth_fact_id'), ('attribute_fact', 'attribute_fact_id'),
                 ('kin_fact', 'kin_fact_id'), ('origin_claim', 'origin_claim_id'), ('paper_fact', null),
                 ('personal_number_event', null)) as kind (fact, choice_column);
    insert into registry.life_event (
        book_id, resident_id, id, kind, written, earliest, latest, effective_on, place, said_by, source, carried_from,
        recorded_by, seal)
    select of_person.to_book, event.resident_id, event.id, event.kind, event.written, event.earliest, event.latest,
           event.effective_on, event.place, event.said_by, event.source, of_person.from_book, caller, event.seal
    from registry.life_event as event
    where event.book_id = of_person.from_book and event.resident_id = of_person.resident_id
      and not exists (
          select from registry.life_event as known
          where (known.book_id, known.resident_id, known.id) = (of_person.to_book, event.resident_id, event.id));
    update registry.personal_number as known set book_id = of_person.to_book
    where known.book_id = of_person.from_book and known.resident_id = of_person.resident_id;
end
$$;

-- Accepted by the commune that the person goes to; from here on she is in its book and no longer in the other. `household`
-- null: nobody has said yet where she lives.
create function moves.accept(transfer uuid, book int, expected int, household uuid, relation text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
    held registry.transfer := moves.hold(transfer, book, 'in', expected);
    left_households uuid[];
begin
    perform office.require_other_eyes(array[held.recorded_by], held.from_book, held.resident_id);
    perform from registry.resident as known
    where known.book_id = held.from_book and known.id = held.resident_id for no key update;
    perform moves.refuse_unmovable(held.from_book, held.resident_id, held.moves_on);
    if household is not null and not exists (
        select from registry.household as home
        where home.book_id = held.to_book and home.id = accept.household and home.closed_on is null)
    then
        raise exception 'no such household' using errcode = 'SG404';
    end if;

    update registry.stay set closed_on = held.moves_on, closed_by_way = 'transfer', moved_to_book = held.to_book,
        closed_at = now(), closed_by = caller
    where stay.book_id = held.from_book and stay.resident_id = held.resident_id and stay.closed_on is null;
    with ended as (
        update registry.household_member as member
        set valid_to = greatest(held.moves_on, member.valid_from), ended_by_way = 'transfer', ended_at = now()
        where member.book_id = held.from_book and member.resident_id = held.resident_id and member.valid_to = 'infinity'
        returning member.household_id
    )
    select array_agg(distinct ended.household_id) into left_households from ended;

    insert into registry.resident (book_id, id, seal, recorded_by)
    values (held.to_book, held.resident_id, held.seal, caller) on conflict do nothing;
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, from_book, recorded_by, seal)
    values (held.to_book, held.resident_id, held.moves_on, 'transfer', held.from_book, caller, held.seal);
    perform moves.carry_facts(held, caller);
    if household is not null then
        insert into registry.household_member (book_id, household_id, resident_id, relation, valid_from, recorded_by, seal)
        values (held.to_book, household, held.resident_id, coalesce(accept.relation, '99'), held.moves_on, caller, held.seal);
        perform derive.make_household_versions(array[held.to_book], array[household], array[now()]);
    end if;
    perform derive.make_versions(
        array[held.from_book, held.to_book], array[held.resident_id, held.resident_id], array[now(), now()]);
    if left_households is not null then
        perform derive.make_household_versions(
            array_fill(held.from_book, array[cardinality(left_households)]), left_households,
            array_fill(now(), array[cardinality(left_households)]));
    end if;
    perform moves.finish(held, 'accepted', null, caller);
end
$$;

-- Whom a transfer is about, for both communes and only while it is open: one person, never her whole book.
create function moves.person(transfer uuid)
    returns table (
        book_id int, resident_id uuid, revision int, status text, name text, name_kind text, sex text, ethnic_code text,
        household_id uuid, relation text, settlement_id uuid, papers text, has_number boolean, settlement_name text,
        commune_code text, commune_name text, birth_answer text, written text, "precision" text, calendar text,
        birth_basis text, age_kind text, birth_said_on date, candidates daterange[])
    language sql stable security definer rows 1
    set search_path = pg_catalog, pg_temp
as $$
    select version.book_id, version.resident_id, version.revision, version.status, version.name, version.name_kind, version.sex,
           version.ethnic_code, version.household_id, version.relation, version.settlement_id, version.papers,
           version.has_number, settlement.name, commune.code, commune.name, birth.answer, birth.written, birth."precision",
           birth.calendar, birth.basis, birth.age_kind, birth.said_on,
           case when birth.candidates is not null then array(select unnest(birth.candidates)) end
    from (
        select open.from_book, open.resident_id from registry.transfer as open
        where open.id = person.transfer and open.state = 'proposed'
          and open.book_id = any (auth.view_books()) and open.seal <= auth.clearance()
        limit 1
    ) as about
    join registry.resident_version as version
        on version.book_id = about.from_book and version.resident_id = about.resident_id and version.believed_to = 'infinity'
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
    where version.seal <= auth.clearance()
$$;

grant execute on function moves.propose(uuid, int, uuid, int, date, text), moves.accept(uuid, int, int, uuid, text),
    moves.decline(uuid, int, int, text), moves.withdraw(uuid, int, int, text), moves.person(uuid) to sogoc_app;
