-- 0034_one_person_over_books.sql: a person is one over all books, and who writes in a book decides nothing in another.
--
-- A resident's id is the person's in every book. So nobody brings an id into a book but the acceptance of a move; a stay
-- opens only where no other book has one; what goes by the id over books keeps to the books that moves led through, and to
-- the highest of the seals; a seal that changes changes everywhere it was copied to; and no clock starts anew because
-- somebody left and came back.

set local role sogoc_owner;

create index resident_person on registry.resident (id, book_id);
grant select on registry.import_record, registry.life_event_consequence to sogoc_office;
alter table registry.identity_case
    -- The case that was broken off when the person left, and that this one goes on from.
    add column continues_book int,
    add column continues_case uuid,
    add constraint identity_case_continues foreign key (continues_book, continues_case)
        references registry.identity_case (book_id, id),
    add constraint identity_case_continues_whole check ((continues_book is null) = (continues_case is null));

-- The last number says how many letters there are, also of people whom the reader does not see: the nights compare it.
revoke select on registry.running_number from sogoc_app;

reset role;
set local role sogoc_office;
grant usage on schema office to sogoc_owner;

-- The person and her books -------------------------------------------------------------------------------------------------

-- The books that are a person's own: the one that registered her, and those to which accepted moves led from there.
create function office.books_of(resident uuid) returns int[]
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with recursive own as (
        (select known.book_id from registry.resident as known
         where known.id = books_of.resident order by known.entered_at, known.book_id limit 1)
        union
        select moved.to_book
        from own
        join registry.transfer as moved
            on moved.book_id = own.book_id and moved.from_book = own.book_id and moved.resident_id = books_of.resident
            and moved.side = 'out' and moved.state = 'accepted'
    )
    select coalesce(array_agg(own.book_id), '{}') from own
$$;

-- The book of the open stay; null for whoever is in none.
create function office.present_book(resident uuid) returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select stay.book_id from registry.stay
    where stay.book_id = any (office.books_of(present_book.resident)) and stay.resident_id = present_book.resident
      and stay.closed_on is null
    order by stay.opened_on desc limit 1
$$;

-- The highest seal that a person has in any book, null for nobody.
create function office.seal_of(resident uuid) returns smallint
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$ select max(known.seal) from registry.resident as known where known.id = seal_of.resident $$;

-- Holds a person of the book for a step and answers her seal. SG404 for nobody, for a row that no move brought, and for
-- somebody sealed above the caller in whichever book; asked before the lock, so that who is refused keeps nobody waiting,
-- and once more under it.
create function office.hold_person(book int, resident uuid) returns smallint
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    found_seal smallint;
begin
    if book = any (office.books_of(resident)) and office.seal_of(resident) <= auth.clearance() then
        perform from registry.resident as held where held.book_id = book and held.id = resident for no key update;
        found_seal := office.seal_of(resident);
    end if;
    if found_seal is null or found_seal > auth.clearance() then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    return found_seal;
end
$$;

-- Refuses a person's id that stands in another book.
create function office.refuse_known_elsewhere() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from registry.resident as known where known.id = new.id and known.book_id <> new.book_id) then
        raise exception 'a person of another book' using errcode = 'SG409', constraint = 'resident_of_another_book';
    end if;
    return new;
end
$$;

-- Refuses a stay while another book has one of that day, and whatever happens to somebody who is in another book. Whoever is
-- sealed above the writer is nobody. All rows of the person are held, so that no two books open one at a time.
create function office.refuse_present_elsewhere() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    since date := case tg_table_name when 'stay' then to_jsonb(new) ->> 'opened_on' end::date;
begin
    if not exists (
        select from registry.resident as known where known.id = new.resident_id and known.book_id <> new.book_id)
    then
        return new;
    end if;
    perform from registry.resident as known where known.id = new.resident_id order by known.book_id for no key update;
    if exists (
        select from registry.resident as known
        join registry.stay on (stay.book_id, stay.resident_id) = (known.book_id, known.id)
        where known.id = new.resident_id and known.book_id <> new.book_id
          and stay.closed_by_way is distinct from 'withdrawn' and (stay.closed_on is null or stay.closed_on > since))
        -- Whoever stands in two books by mistake leaves one of them.
        and (since is not null or not exists (
            select from registry.stay
            where (stay.book_id, stay.resident_id) = (new.book_id, new.resident_id) and stay.closed_on is null))
    then
        if office.seal_of(new.resident_id) > auth.clearance() then
            raise exception 'no such resident' using errcode = '23503', schema = tg_table_schema, table = tg_table_name,
                constraint = tg_table_name || '_resident';
        end if;
        raise exception 'the person is in another book' using errcode = 'SG409', constraint = 'stay_open_elsewhere';
    end if;
    return new;
end
$$;
grant execute on function office.refuse_known_elsewhere(), office.refuse_present_elsewhere() to sogoc_owner;

-- Seals --------------------------------------------------------------------------------------------------------------------

-- Carries a person's seal to every copy of it, in all books: rows that name the resident, what hangs on those, and what is
-- said of others with her name in it. A copy that was sealed higher for a reason of its own stays so.
create function office.carry_seal(person uuid, was smallint, becomes smallint) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := array(select book.id from registry.book);
    copied record;
begin
    update registry.resident as other set seal = becomes
    where other.id = person and (other.seal < becomes or other.seal = was) and other.seal <> becomes;
    for copied in select known.name from office.sealed_tables() as known where known.on_columns is null loop
        execute format(
            'update %s as copy set seal = $1
             where copy.book_id = any ($2) and copy.resident_id = $3 and (copy.seal < $1 or copy.seal = $4) and copy.seal <> $1',
            copied.name)
            using becomes, books, person, was;
    end loop;
    for copied in
        select * from (values ('kin_fact', 'kin_book_id', 'kin_id'), ('evidence', 'kin_book_id', 'kin_id'),
                              ('attestation', 'witness_book_id', 'witness_id')) as naming (name, book, named)
    loop
        execute format(
            'update registry.%1$I as copy set seal = named.seal from registry.resident as named
             where (named.book_id, named.id) = (copy.%2$I, copy.%3$I) and named.seal > copy.seal
               and (copy.%2$I = any ($1) and copy.%3$I = $2 or copy.book_id = any ($1) and copy.resident_id = $2)',
            copied.name, copied.book, copied.named)
            using books, person;
    end loop;
    for copied in select known.* from office.sealed_tables() as known where known.on_columns is not null loop
        execute format(
            'update %s as copy set seal = upon.seal from %s as upon
             where %s and upon.book_id = any ($1) and upon.resident_id = $2
               and (copy.seal < upon.seal or copy.seal = $3) and copy.seal <> upon.seal',
            copied.name, copied.upon, copied.on_columns)
            using books, person, was;
    end loop;
end
$$;

-- The tables that copy a resident's seal: those that name her, and those that hang on one of these by a foreign key. Read
-- from the catalogue, so that a table which comes later is one of them.
create function office.sealed_tables() returns table (name regclass, upon regclass, on_columns text)
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with kept as (
        select class.oid, count(*) filter (where known.attname = 'resident_id') > 0 as names_resident
        from pg_class as class
        join pg_attribute as known on known.attrelid = class.oid and not known.attisdropped
        where class.relnamespace = 'registry'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
        group by class.oid
        having count(*) filter (where known.attname in ('book_id', 'seal')) = 2
    )
    select kept.oid::regclass, null::regclass, null::text from kept where kept.names_resident
    union all
    select child.oid::regclass, parent.oid::regclass, joined.on_columns
    from kept as child
    join pg_constraint as link on link.conrelid = child.oid and link.contype = 'f'
    join kept as parent on parent.oid = link.confrelid and parent.names_resident
    cross join lateral (
        select string_agg(format('copy.%I = upon.%I', own.attname, theirs.attname), ' and ' order by key.place) as on_columns
        from unnest(link.conkey, link.confkey) with ordinality as key (own, theirs, place)
        join pg_attribute as own on own.attrelid = link.conrelid and own.attnum = key.own
        join pg_attribute as theirs on theirs.attrelid = link.confrelid and theirs.attnum = key.theirs
    ) as joined
    where not child.names_resident
$$;

create function office.seal_changed() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform office.carry_seal(new.id, old.seal, new.seal);
    return null;
end
$$;
grant execute on function office.seal_changed(), office.sealed_tables() to sogoc_owner;

reset role;
set local role sogoc_owner;

-- The functions of the offices carry seals, and read for that what they did not read before.
do $$
declare
    copied regclass;
    kinds text;
begin
    for copied in
        select known.name from office.sealed_tables() as known union select 'registry.resident'::regclass
    loop
        kinds := (select string_agg(policy.polcmd::text, '') from pg_policy as policy
                  where policy.polrelid = copied and 'sogoc_office'::regrole = any (policy.polroles));
        if coalesce(kinds, '') !~ '[r*]' then
            execute format('create policy seal_read on %s for select to sogoc_office using (true)', copied);
        end if;
        if coalesce(kinds, '') !~ '[*]' then
            execute format('create policy seal_carried on %s for update to sogoc_office using (true) with check (true)', copied);
        end if;
        execute format('grant update (seal) on %s to sogoc_office', copied);
    end loop;
end
$$;

-- A period that was closed stays closed as it was: a counter-entry says otherwise, never an update. That it is hidden from
-- somebody is no change of it.
create or replace function registry.refuse_reopening() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if to_jsonb(new) - 'seal' = to_jsonb(old) - 'seal' then
        return new;
    end if;
    raise exception 'a closed period is not changed' using errcode = 'SG409', constraint = 'closed_period_stays', table = tg_table_name;
end
$$;

create trigger resident_seal_carried after update of seal on registry.resident
    for each row when (old.seal <> new.seal and pg_trigger_depth() = 0) execute function office.seal_changed();

-- The role that writes is the one of the statement: accepting a move is a function of sogoc_office, which nobody becomes
-- otherwise.
create trigger resident_of_one_book before insert on registry.resident
    for each row when (current_user in ('sogoc_app', 'sogoc_import', 'sogoc_register'))
    execute function office.refuse_known_elsewhere();
create trigger stay_in_one_book before insert on registry.stay
    for each row when (current_user in ('sogoc_app', 'sogoc_import', 'sogoc_register'))
    execute function office.refuse_present_elsewhere();
create trigger life_event_of_present before insert on registry.life_event
    for each row when (new.kind <> 'birth' and current_user in ('sogoc_app', 'sogoc_import', 'sogoc_register'))
    execute function office.refuse_present_elsewhere();

reset role;
set local role sogoc_office;

-- Moves --------------------------------------------------------------------------------------------------------------------

-- Refuses whoever takes no steps of moves in the book: the commune's supervisor does, and the district's officer.
create or replace function moves.require(book int) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require();
begin
    if book <> all (auth.view_books()) then
        raise exception 'no such record' using errcode = 'SG404';
    elsif not (auth.holds('commune_supervisor', book) or auth.holds('district_officer', book)) then
        raise exception 'not of this office' using errcode = 'SG403', constraint = 'office_missing';
    end if;
    return caller;
end
$$;

-- Proposed by the commune that the person leaves: the other one does not know her.
create or replace function moves.propose(
    transfer uuid, book int, resident uuid, to_book int, moves_on date, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
    own_seal smallint := office.hold_person(book, resident);
begin
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
-- so that who accepts and who takes back wait for each other and never both; and only for a caller whose step it may be.
create or replace function moves.hold(transfer uuid, book int, wanted_side text, expected int) returns registry.transfer
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    held registry.transfer;
begin
    select * into held from registry.transfer as known
    where known.book_id = book and known.id = transfer and known.side = wanted_side
      and office.seal_of(known.resident_id) <= auth.clearance();
    if held.id is not null then
        perform from registry.transfer as known where known.id = transfer order by known.side for no key update;
        select * into held from registry.transfer as known where known.book_id = book and known.id = transfer;
    end if;
    if held.id is null or held.seal > auth.clearance() then
        raise exception 'no such transfer' using errcode = 'SG404';
    elsif held.revision <> expected then
        raise exception 'the transfer was changed meanwhile' using errcode = 'SG412';
    elsif held.state <> 'proposed' then
        raise exception 'the transfer is over' using errcode = 'SG409', constraint = 'transfer_over';
    end if;
    return held;
end
$$;

-- Of somebody who comes back: where the receiving book would go by another statement than the book she comes from, the
-- latter's is said again and chosen. `attribute` is how registry.choice names it, an expression on a row `known`.
create function moves.agree(
    of_person registry.transfer, fact text, attribute text, choice_column text, caller int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    said text := (
        select string_agg(quote_ident(known.attname), ', ' order by known.attnum) from pg_attribute as known
        where known.attrelid = format('registry.%I', fact)::regclass and known.attnum > 0 and not known.attisdropped
          and known.attname not in ('book_id', 'id', 'carried_from', 'recorded_at', 'recorded_by', 'entered_at'));
begin
    execute format(
        'with current as (
             select distinct on (known.book_id, %2$s) known.*, %2$s as about,
                    to_jsonb(known) - array[
                        ''book_id'', ''id'', ''carried_from'', ''recorded_at'', ''recorded_by'', ''entered_at'', ''seal''] as saying
             from registry.%1$I as known
             where known.book_id in ($1, $2) and known.resident_id = $3
             order by known.book_id, %2$s, (known.id = (
                 select chosen.%3$I from registry.choice as chosen
                 where (chosen.book_id, chosen.resident_id, chosen.attribute) = (known.book_id, known.resident_id, %2$s)
                 order by chosen.id desc limit 1)) desc nulls last, known.id),
         fresh as (
             insert into registry.%1$I as known (book_id, %4$s, carried_from, recorded_by)
             select $2, %4$s, $1, $4 from current as theirs
             where theirs.book_id = $1 and not exists (
                 select from current as ours
                 where ours.book_id = $2 and ours.about = theirs.about and ours.saying = theirs.saying)
             returning known.id, known.seal, %2$s as about)
         insert into registry.choice (book_id, resident_id, attribute, %3$I, reason, rests_on, recorded_by, seal)
         select $2, $3, fresh.about, fresh.id, ''theo sổ của nơi chuyển đến'', ''transfer '' || $5, $4, fresh.seal from fresh',
        fact, attribute, choice_column, said)
        using of_person.from_book, of_person.to_book, of_person.resident_id, caller, of_person.id;
end
$$;

-- Accepted by the commune that the person goes to; from here on she is in its book and no longer in the other. `household`
-- null: nobody has said yet where she lives. Nobody takes her into his own household (B9). Whoever was in the book before
-- comes back with what the other book goes by, and with the highest seal that any book gave her.
create or replace function moves.accept(transfer uuid, book int, expected int, household uuid, relation text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := moves.require(book);
    held registry.transfer := moves.hold(transfer, book, 'in', expected);
    was_here boolean;
    person_seal smallint;
    left_households uuid[];
begin
    perform office.require_other_eyes(array[held.recorded_by], held.from_book, held.resident_id);
    if household is not null and not exists (
        select from registry.household as home
        where home.book_id = held.to_book and home.id = accept.household and home.closed_on is null)
    then
        raise exception 'no such household' using errcode = 'SG404';
    elsif exists (
        select from auth.household() as own where (own.book_id, own.household_id) = (held.to_book, accept.household))
    then
        raise exception 'nobody approves for his own household' using errcode = 'SG409', constraint = 'four_eyes_household';
    end if;
    perform from registry.resident as known where known.id = held.resident_id order by known.book_id for no key update;
    person_seal := office.seal_of(held.resident_id);
    if person_seal > auth.clearance() then
        raise exception 'no such transfer' using errcode = 'SG404';
    end if;
    perform moves.refuse_unmovable(held.from_book, held.resident_id, held.moves_on);

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

    was_here := exists (
        select from registry.resident as known where known.book_id = held.to_book and known.id = held.resident_id);
    if not was_here then
        insert into registry.resident (book_id, id, seal, recorded_by)
        values (held.to_book, held.resident_id, person_seal, caller);
    end if;
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, from_book, recorded_by, seal)
    values (held.to_book, held.resident_id, held.moves_on, 'transfer', held.from_book, caller, person_seal);
    perform moves.carry_facts(held, caller);
    if was_here then
        perform moves.agree(held, kind.fact, kind.attribute, kind.choice_column, caller)
        from (values ('name_fact', '''name.'' || known.kind', 'name_fact_id'), ('birth_fact', '''birth''::text', 'birth_fact_id'),
                     ('attribute_fact', 'known.attribute', 'attribute_fact_id'),
                     ('kin_fact', '''kin.'' || known.kind', 'kin_fact_id')) as kind (fact, attribute, choice_column);
    end if;
    if household is not null then
        insert into registry.household_member (book_id, household_id, resident_id, relation, valid_from, recorded_by, seal)
        values (held.to_book, household, held.resident_id, coalesce(accept.relation, '99'), held.moves_on, caller, person_seal);
        perform derive.make_household_versions(array[held.to_book], array[household], array[now()]);
    end if;
    if person_seal > 0 then
        perform office.carry_seal(held.resident_id, person_seal, person_seal);
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

-- Papers -------------------------------------------------------------------------------------------------------------------

-- Holds the resident for this step and answers her seal. SG404 for nobody, and for somebody sealed above the caller.
create or replace function issuance.hold(book int, resident uuid) returns smallint
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$ select office.hold_person(book, resident) $$;

-- Asks for the office in the book where the holder of a paper is now: the papers of whoever moved are the new commune's
-- business, in whichever book they stand. Holds the person then.
create function issuance.hold_where_present(office text, book int, resident uuid) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    present int := coalesce(office.present_book(resident), book);
    is_theirs boolean := present <> book and auth.holds(office, present);
begin
    if not is_theirs then
        perform office.require(office, book);
    end if;
    perform issuance.hold(book, resident);
    if not is_theirs and present <> book then
        raise exception 'the holder lives in another commune' using errcode = 'SG409', constraint = 'holder_moved_away';
    end if;
end
$$;

-- The confirmed number of somebody, in her own books. Refuses whoever has none, and says why a cancelled one no longer
-- serves (C4).
create or replace function issuance.require_number(resident uuid) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := office.books_of(resident);
    confirmed text := (
        select known.number from registry.personal_number as known
        where known.resident_id = resident and known.book_id = any (books) and known.state = 'confirmed' limit 1);
begin
    if confirmed is null then
        if exists (
            select from registry.personal_number as known
            where known.resident_id = resident and known.book_id = any (books) and known.state = 'cancelled')
        then
            raise exception 'the number is cancelled' using errcode = 'SG409', constraint = 'number_cancelled';
        end if;
        raise exception 'no confirmed number' using errcode = 'SG409', constraint = 'issuance_needs_number';
    end if;
    return confirmed;
end
$$;

-- The valid card of somebody, in whichever of her own books; no row where there is none.
create or replace function issuance.valid_card(resident uuid) returns registry.card
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select card from registry.card
    where card.resident_id = valid_card.resident and card.state = 'handed_over'
      and card.book_id = any (office.books_of(valid_card.resident))
      and coalesce(card.expires_on, 'infinity') >= jobs.today()
    order by card.issued_on desc
    limit 1
$$;

-- Locks a card for a step of the caller's, who holds the office where the holder is; compares the revision that was read and
-- the state.
create or replace function issuance.take_card(office text, book int, card uuid, expected int, states text[])
    returns registry.card
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card;
    holder uuid := (select held.resident_id from registry.card as held where held.book_id = book and held.id = card);
begin
    perform auth.require();
    if holder is null then
        perform office.require(office, book);
        raise exception 'no such card' using errcode = 'SG404';
    end if;
    -- The person first, then the card: the order of every step, so that two never wait for each other.
    perform issuance.hold_where_present(office, book, holder);
    select * into taken from registry.card as held where held.book_id = book and held.id = card for no key update;
    if taken.revision is distinct from expected then
        raise exception 'the card was changed meanwhile' using errcode = 'SG412';
    elsif taken.state <> all (states) then
        raise exception 'not from this state' using errcode = 'SG409', constraint = 'card_state';
    end if;
    return taken;
end
$$;

-- Locks an account for a step of the caller's, as take_card does.
create or replace function issuance.take_account(office text, book int, account uuid, expected int, states text[])
    returns registry.e_identity
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.e_identity;
    holder uuid := (select held.resident_id from registry.e_identity as held where held.book_id = book and held.id = account);
begin
    perform auth.require();
    if holder is null then
        perform office.require(office, book);
        raise exception 'no such account' using errcode = 'SG404';
    end if;
    perform issuance.hold_where_present(office, book, holder);
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

-- Locks all accounts of somebody in her own books, refuses those asked for, and answers which they were.
create or replace function issuance.lock_accounts(resident uuid, reason text, by int) returns setof uuid
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := office.books_of(resident);
    taken registry.e_identity;
begin
    for taken in
        select * from registry.e_identity as held
        where held.resident_id = resident and held.book_id = any (books)
          and held.state in ('requested', 'granted', 'activated', 'lapsed', 'unlocked')
        order by held.book_id, held.id
        for no key update
    loop
        perform issuance.move_account(
            taken, case taken.state when 'requested' then 'refused' else 'locked' end, reason, null, by);
        return next taken.id;
    end loop;
end
$$;

-- Ends the papers of somebody whose death is recorded, in whichever of her own books they stand, and answers which (A12). A
-- book that is none of these ends nothing.
create or replace function issuance.close_papers(book int, resident uuid) returns table (consequence text, subject text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := office.books_of(resident);
    taken registry.card;
    account uuid;
begin
    if not exists (
        select from registry.life_event as life
        where life.book_id = book and life.resident_id = resident and life.kind = 'death')
    then
        raise exception 'no death is recorded' using errcode = 'SG409', constraint = 'life_event_needs_death';
    elsif book <> all (books) then
        return;
    end if;
    for account in select issuance.lock_accounts(resident, 'đã mất', auth.user_id()) loop
        consequence := 'e_identity_locked';
        subject := account::text;
        return next;
    end loop;
    for taken in
        select * from registry.card as held
        where held.resident_id = resident and held.book_id = any (books)
          and held.state in ('requested', 'approved', 'printed', 'handed_over')
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

-- Hands a certificate of identity over, or revokes it with a reason; where its holder is now.
create or replace function issuance.move_identity_certificate(
    book int, certificate uuid, expected int, to_state text, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.identity_certificate;
    wanted text := case to_state when 'revoked' then 'commune_supervisor' else 'commune_officer' end;
    holder uuid := (
        select held.resident_id from registry.identity_certificate as held where held.book_id = book and held.id = certificate);
begin
    perform auth.require();
    if holder is null then
        perform office.require(wanted, book);
        raise exception 'no such certificate' using errcode = 'SG404';
    end if;
    perform issuance.hold_where_present(wanted, book, holder);
    select * into taken from registry.identity_certificate as held
    where held.book_id = book and held.id = certificate for no key update;
    if taken.revision <> expected then
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

-- Refuses a first card to somebody who had one in hand before, in whichever of her books: what follows is an exchange or a
-- re-issue, and is counted as such (R2.8).
create function issuance.refuse_second_first() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from registry.card as earlier
        where earlier.resident_id = new.resident_id and earlier.book_id = any (office.books_of(new.resident_id))
          and earlier.handed_over_on is not null)
    then
        raise exception 'not the first card' using errcode = 'SG409', constraint = 'card_not_the_first';
    end if;
    return new;
end
$$;
grant execute on function issuance.refuse_second_first() to sogoc_owner;

-- Steps of cases -----------------------------------------------------------------------------------------------------------

-- As before, and asked before the lock, so that whoever may not take the step keeps nobody waiting: the revision that was
-- read says under the lock that nothing has changed since.
create or replace function cases.begin(book int, case_id uuid, expected int, wanted text) returns registry.identity_case
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
    rule registry.case_step;
begin
    perform auth.require();
    if book = any (auth.view_books()) then
        select * into known from registry.identity_case as found where (found.book_id, found.id) = (begin.book, begin.case_id);
    end if;
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such case' using errcode = 'SG404';
    elsif known.revision is distinct from expected then
        raise exception 'the case was changed meanwhile' using errcode = 'SG412';
    end if;
    -- What the register does by itself is no step of anybody's.
    select * into rule from registry.case_step as step
    where step.from_state = known.state and step.step = wanted and step.role <> 'system';
    if rule.step is null then
        perform cases.refuse('case_step_illegal');
    end if;
    perform office.require(rule.role, book);
    select * into known from registry.identity_case as found
    where (found.book_id, found.id) = (begin.book, begin.case_id) for no key update;
    if known.seal > auth.clearance() then
        raise exception 'no such case' using errcode = 'SG404';
    elsif known.revision is distinct from expected then
        raise exception 'the case was changed meanwhile' using errcode = 'SG412';
    end if;
    if rule.four_eyes then
        perform office.require_other_eyes(cases.submitters(known), book, known.resident_id);
    end if;
    return known;
end
$$;

-- Clocks -------------------------------------------------------------------------------------------------------------------

-- The working days that a case, and those it goes on from, have spent in a state since it was last entered in earnest: being
-- released from waiting, and coming back to the book, go on where it was left. Zero where it was not there yet.
create function cases.days_spent(in_book int, of_case uuid, of_state text) returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with recursive line as (
        select 0 as back, known.book_id, known.id, known.continues_book, known.continues_case
        from registry.identity_case as known
        where (known.book_id, known.id) = (days_spent.in_book, days_spent.of_case)
        union all
        select line.back + 1, known.book_id, known.id, known.continues_book, known.continues_case
        from line
        join registry.identity_case as known on (known.book_id, known.id) = (line.continues_book, line.continues_case)
    ),
    entered as (
        select line.back, event.revision, event.step, event.to_state, event.on_day,
               lead(event.on_day) over case_history as left_on, line.continues_case is not null as goes_on
        from line
        join registry.case_event as event on (event.book_id, event.case_id) = (line.book_id, line.id)
        where event.from_state is distinct from event.to_state
        window case_history as (partition by line.back order by event.revision)
    ),
    run as (
        select entered.*, row_number() over (order by entered.back, entered.revision desc) as nth,
               entered.step = 'release'
                   or entered.goes_on
                       and row_number() over (partition by entered.back order by entered.revision) = 1 as is_continued
        from entered where entered.to_state = days_spent.of_state
    )
    select coalesce(sum(registry.working_days_between(run.on_day, run.left_on)), 0)::int
    from run
    where run.left_on is not null
      and run.nth <= coalesce((select min(earnest.nth) from run as earnest where not earnest.is_continued), run.nth)
$$;

-- The last day of a state that is entered today after so many working days in it before.
create function cases.due_after(of_state text, spent int, extended boolean) returns date
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select registry.working_days_after(
        jobs.today(), greatest(0, case when extended and of_state = 'gathering' then 60 else max(step.working_days) end - spent))
    from registry.case_step as step where step.from_state = of_state
    having max(step.working_days) is not null
$$;

-- A case of somebody whose last one was broken off because she left goes on from that one: its clocks, its one extension,
-- and its place on the district's list.
create function cases.go_on() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    last registry.identity_case;
begin
    select * into last from registry.identity_case as earlier
    where earlier.book_id = any (office.books_of(new.resident_id)) and earlier.resident_id = new.resident_id
    order by earlier.recorded_at desc, earlier.id desc limit 1;
    if last.withdrawal = 'moved_away' then
        new.continues_book := last.book_id;
        new.continues_case := last.id;
        new.escalated_on := last.escalated_on;
        new.extended := last.extended;
        new.due_on := least(
            new.due_on, cases.due_after(new.state, cases.days_spent(last.book_id, last.id, new.state), new.extended));
    end if;
    return new;
end
$$;

-- Waiting for another case stops a clock and does not start it anew, nor does a case that goes on from another; and what is
-- overdue stays so while it waits, until the district has it.
create function cases.keep_clock() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if new.state = 'held' then
        new.due_on := case when old.due_on < jobs.today() and new.escalated_on is null then old.due_on end;
    elsif new.due_on is not null and (
        old.state = 'held'
        or new.continues_case is not null and not exists (
            select from registry.case_event as event
            where (event.book_id, event.case_id, event.to_state) = (new.book_id, new.id, new.state)))
    then
        new.due_on := cases.due_after(new.state, cases.days_spent(new.book_id, new.id, new.state), new.extended);
    end if;
    return new;
end
$$;

-- The history tells the day by which the case stands.
create function cases.tell_clock() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    new.due_on := (
        select known.due_on from registry.identity_case as known where (known.book_id, known.id) = (new.book_id, new.case_id));
    return new;
end
$$;
grant execute on function cases.go_on(), cases.keep_clock(), cases.tell_clock() to sogoc_owner;

reset role;
set local role sogoc_owner;

create trigger identity_case_goes_on before insert on registry.identity_case
    for each row when (current_user = 'sogoc_office') execute function cases.go_on();
create trigger identity_case_keeps_clock before update of state on registry.identity_case
    for each row when (old.state <> new.state) execute function cases.keep_clock();
create trigger case_event_tells_clock before insert on registry.case_event
    for each row when (current_user = 'sogoc_office') execute function cases.tell_clock();
create trigger card_first_once before insert on registry.card
    for each row when (new.ground = 'first' and current_user = 'sogoc_office') execute function issuance.refuse_second_first();
