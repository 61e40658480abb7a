-- people.fixture.sql: the words of the fixtures (fixture.sql) for what is said of people and where they live.

-- What is said of people -------------------------------------------------------------------------------------------------

create function fixture.name(who int, name text, kind text default 'BIRTH', book int default 1, seal int default 0) returns bigint
    language sql as $$
    insert into registry.name_spelling (name, k1, k2, tokens, given_name, key_version)
    select name, words, words, words, words[cardinality(words)], 1 from regexp_split_to_array(lower(name), '\s+') as words
    on conflict do nothing;
    insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by, seal)
    values (fixture.book(book), fixture.id(who), kind, name, 'người khai', 'statement', 1, seal)
    returning id $$;

-- The days from `earliest` to `latest`; one day without `latest`.
create function fixture.birth(
    who int, earliest date, latest date default null, book int default 1, "precision" text default null, seal int default 0)
    returns bigint language sql as $$
    insert into registry.birth_fact (
        book_id, resident_id, answer, written, "precision", calendar, basis, candidates, earliest, latest, said_by, said_on,
        recorded_by, seal)
    values (fixture.book(book), fixture.id(who), 'stated', earliest::text,
            coalesce("precision", case when coalesce(latest, earliest) = earliest then 'day' else 'range' end), 'solar',
            'declaration', datemultirange(daterange(earliest, coalesce(latest, earliest), '[]')), earliest,
            coalesce(latest, earliest), 'người khai', '2024-03-01', 1, seal)
    returning id $$;

-- Nobody knows when somebody was born.
create function fixture.birth_unknown(who int, book int default 1) returns bigint language sql as $$
    insert into registry.birth_fact (book_id, resident_id, answer, basis, said_by, said_on, recorded_by)
    values (fixture.book(book), fixture.id(who), 'unknown', 'declaration', 'người khai', '2024-03-01', 1) returning id $$;

create function fixture.sex(who int, sex text, book int default 1, seal int default 0) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, sex, said_by, basis, recorded_by, seal)
    values (fixture.book(book), fixture.id(who), 'sex', 'stated', sex, 'người khai', 'statement', 1, seal) returning id $$;

-- `code` null: a word that resolves to no people; `declared` null as well: another answer.
create function fixture.people(who int, code text, book int default 1, declared text default 'Dao', answer text default 'stated')
    returns bigint language sql as $$
    insert into registry.attribute_fact
        (book_id, resident_id, attribute, answer, ethnic_code, declared, said_by, basis, recorded_by)
    values (fixture.book(book), fixture.id(who), 'ethnicity', answer, code, declared, 'người khai', 'statement', 1)
    returning id $$;

create function fixture.papers_asked(who int, answer text, book int default 1) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, said_by, basis, recorded_by)
    values (fixture.book(book), fixture.id(who), 'papers', answer, 'người khai', 'statement', 1) returning id $$;

create function fixture.came_in(who int, year int, book int default 1, n int default 9000) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, id, attribute, answer, year, said_by, basis, recorded_by)
    overriding system value
    values (fixture.book(book), fixture.id(who), fixture.n(n), 'arrival_year', 'stated', year, 'người khai', 'statement', 1)
    returning id $$;

create function fixture.phone(who int, phone text, book int default 1) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, phone, said_by, basis, recorded_by)
    values (fixture.book(book), fixture.id(who), 'phone', 'stated', phone, 'người khai', 'statement', 1) returning id $$;

-- A place of origin; `area` null: it was not recognised.
create function fixture.origin(
    who int, area int, level text default 'commune', year_from int default null, year_to int default null, book int default 1,
    n int default 9000, seal int default 0) returns bigint language sql as $$
    insert into registry.origin_claim (
        book_id, resident_id, id, position, answer, written, area_id, resolved_level, year_from, year_to, said_by, recorded_by,
        seal)
    overriding system value
    values (fixture.book(book), fixture.id(who), fixture.n(n), 1, 'stated', 'quê cũ', area,
            case when area is not null then level end, year_from, year_to, 'người khai', 1, seal)
    returning id $$;

create function fixture.paper(
    who int, kind text, number text, book int default 1, seal int default 0, n int default null, issued date default null)
    returns bigint language sql as $$
    insert into registry.paper_fact (book_id, resident_id, id, kind, number, issued_on, said_by, recorded_by, seal)
    overriding system value
    values (fixture.book(book), fixture.id(who), coalesce(fixture.n(n), nextval('registry.paper_fact_id_seq')), kind,
            fixture.digits(number), issued, 'người khai', 1, seal)
    returning id $$;

create function fixture.kin(
    who int, kind text, kin int, book int default 1, kin_book int default null, seal int default 0, n int default null)
    returns bigint language sql as $$
    insert into registry.kin_fact (book_id, resident_id, id, kind, answer, kin_book_id, kin_id, said_by, recorded_by, seal)
    overriding system value
    values (fixture.book(book), fixture.id(who), coalesce(fixture.n(n), nextval('registry.kin_fact_id_seq')), kind, 'stated',
            fixture.book(coalesce(kin_book, book)), fixture.id(kin), 'người khai', 1, seal)
    returning id $$;

-- One fact is chosen as the current one, of whichever kind it is.
create function fixture.choose(
    who int, attribute text, name bigint default null, birth bigint default null, fact bigint default null,
    kin bigint default null, book int default 1, n int default null, origin bigint default null) returns bigint
    language sql as $$
    insert into registry.choice (
        book_id, resident_id, id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, origin_claim_id,
        reason, recorded_by)
    overriding system value
    values (fixture.book(book), fixture.id(who), coalesce(fixture.n(n), nextval('registry.choice_id_seq')), attribute, name,
            birth, fact, kin, origin, 'hỏi lại', 1)
    returning id $$;

-- A row of somebody's number without its history, and one of the history alone.
create function fixture.number_known(who int, number text, state text default 'confirmed', book int default 1, seal int default 0)
    returns void language sql as $$
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by, seal)
    values (fixture.digits(number), fixture.book(book), fixture.id(who), state, 1, seal) $$;

create function fixture.number_event(
    who int, number text, kind text default 'confirmed', book int default 1, day date default '2024-04-01', n int default null,
    recorded timestamptz default '2024-04-01', seal int default 0) returns void language sql as $$
    insert into registry.personal_number_event
        (book_id, resident_id, id, number, kind, ground, happened_on, reason, rests_on, recorded_at, recorded_by, seal)
    overriding system value
    values (fixture.book(book), fixture.id(who), coalesce(fixture.n(n), nextval('registry.personal_number_event_id_seq')),
            fixture.digits(number), kind, case kind when 'cancelled' then 'collection_error' end, day, 'thông báo', 'văn bản',
            recorded, 1, seal) $$;

-- A number that was confirmed, with the event that says so.
create function fixture.number(who int, number text, book int default 1, day date default '2024-04-01', seal int default 0)
    returns void language sql as $$
    select fixture.number_known(who, number, book => book, seal => seal),
           fixture.number_event(who, number, book => book, day => day, seal => seal) $$;

create function fixture.cancel_number(who int, book int default 1) returns void language sql as $$
    update registry.personal_number as known set state = 'cancelled'
    where known.book_id = fixture.book(cancel_number.book) and known.resident_id = fixture.id(who) $$;

create function fixture.event(
    who int, kind text, earliest date, latest date default null, book int default 1, n int default 1, seal int default 0)
    returns void language sql as $$
    insert into registry.life_event
        (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by, recorded_by, seal)
    values (fixture.book(book), fixture.id(who), fixture.id(8000 + n), kind, earliest::text, earliest,
            coalesce(latest, earliest), coalesce(latest, earliest), 'người khai', 1, seal) $$;

-- People in books and households -----------------------------------------------------------------------------------------

create function fixture.member(
    who int, household int, relation text default '99', book int default 1, since date default '2024-03-01',
    principal boolean default true, seal int default 0) returns bigint language sql as $$
    insert into registry.household_member
        (book_id, household_id, resident_id, principal, relation, valid_from, recorded_by, seal)
    values (fixture.book(book), fixture.id(household), fixture.id(who), principal, relation, since, 1, seal) returning id $$;

-- Somebody with a stay, a birth name, a birth and a sex (each null: not said), in a household if one is given.
create function fixture.resident(
    who int, name text default 'Lò Thị Mẫu', book int default 1, born date default '1980-05-05', sex text default 'F',
    since date default '2024-03-01', household int default null, relation text default '99', seal int default 0)
    returns void language plpgsql as $$
begin
    insert into registry.resident (book_id, id, seal, recorded_by)
    values (fixture.book(book), fixture.id(who), resident.seal, 1);
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by, seal)
    values (fixture.book(book), fixture.id(who), since, 'registered', 1, resident.seal);
    if resident.name is not null then
        perform fixture.name(who, resident.name, 'BIRTH', book, resident.seal);
    end if;
    if born is not null then
        perform fixture.birth(who, born, null, book, null, resident.seal);
    end if;
    if resident.sex is not null then
        perform fixture.sex(who, resident.sex, book, resident.seal);
    end if;
    if household is not null then
        perform fixture.member(who, household, relation, book, since, true, resident.seal);
    end if;
end $$;

-- Closes the open stay, and the open memberships unless told to leave them.
create function fixture.leave(
    who int, way text, day date default '2024-05-01', book int default 1, moved_to int default null,
    memberships boolean default true) returns void language sql as $$
    update registry.stay
    set closed_on = day, closed_by_way = way, closed_at = '2024-05-01', closed_by = 1, moved_to_book = fixture.book(moved_to)
    where book_id = fixture.book(book) and resident_id = fixture.id(who) and closed_on is null;
    update registry.household_member
    set valid_to = greatest(day, valid_from), ended_at = '2024-05-01',
        ended_by_way = case way when 'withdrawn' then 'withdrawn' else way end
    where memberships and book_id = fixture.book(book) and resident_id = fixture.id(who) and valid_to = 'infinity' $$;

-- Gives somebody's first stay a number that a fixture can name.
create function fixture.renumber_stay(who int, n int) returns void language plpgsql as $$
begin
    alter table registry.stay disable trigger stay_closed_once;
    alter table registry.stay alter column id set generated by default;
    update registry.stay set id = fixture.n(n)
    where stay.resident_id = fixture.id(who)
      and stay.id = (select min(first.id) from registry.stay as first where first.resident_id = fixture.id(who));
    alter table registry.stay enable trigger stay_closed_once;
end $$;

-- A stay in another book, of somebody who is known there already or not yet.
create function fixture.arrive(
    who int, book int, day date default '2024-05-01', way text default 'transfer', from_book int default 1) returns void
    language plpgsql as $$
begin
    if not exists (
        select from registry.resident where book_id = fixture.book(arrive.book) and id = fixture.id(who))
    then
        insert into registry.resident (book_id, id, recorded_by) values (fixture.book(arrive.book), fixture.id(who), 1);
        perform fixture.name(who, 'Lò Thị Mẫu', 'BIRTH', book);
    end if;
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, from_book, recorded_by)
    values (fixture.book(arrive.book), fixture.id(who), day, way, fixture.book(arrive.from_book), 1);
end $$;

-- Where a household lives from a day on.
create function fixture.place(n int, settlement int, book int default 1, since date default '2024-03-01') returns bigint
    language sql as $$
    insert into registry.household_place (book_id, household_id, settlement_id, valid_from, recorded_by)
    values (fixture.book(book), fixture.id(n), fixture.id(settlement), since, 1) returning id $$;

-- An open household in the settlement 9000 + book, which is made with the first; `placed => false`: nowhere.
create function fixture.household(
    n int, book int default 1, since date default '2024-03-01', placed boolean default true) returns void
    language plpgsql as $$
begin
    insert into registry.household (book_id, id, opened_on, recorded_by)
    values (fixture.book(book), fixture.id(n), since, 1);
    if placed then
        if not exists (
            select from registry.settlement
            where book_id = fixture.book(household.book) and id = fixture.id(9000 + household.book))
        then
            perform fixture.settlement(9000 + book, book);
        end if;
        perform fixture.place(n, 9000 + book, book, since);
    end if;
end $$;

create function fixture.close_household(n int, book int default 1) returns void language sql as $$
    update registry.household set closed_on = opened_on, closed_at = '2024-05-01'
    where book_id = fixture.book(book) and id = fixture.id(n) $$;

create function fixture.poverty(
    household int, class text, year int default 2024, decision text default '12/QĐ-UBND', book int default 1,
    since date default '2024-01-01', until date default 'infinity', n int default null) returns bigint language sql as $$
    insert into registry.poverty_status
        (book_id, household_id, id, review_year, class, decision_no, valid_from, valid_to, recorded_by)
    overriding system value
    values (fixture.book(book), fixture.id(household), coalesce(fixture.n(n), nextval('registry.poverty_status_id_seq')), year,
            class, decision, since, until, 1)
    returning id $$;

-- One row of everything else that can be said of somebody in a household, under a seal.
create function fixture.everything(who int, household int, seal int) returns void language plpgsql as $$
declare
    batch registry.import_batch;
begin
    perform fixture.paper(who, 'khac', null, seal => everything.seal);
    perform fixture.number(who, '066180' || lpad(who::text, 6, '0'), seal => everything.seal);
    perform fixture.kin(who, 'guardian', case who when 1 then 2 else 1 end, seal => everything.seal);
    perform fixture.origin(who, null, seal => everything.seal);
    perform fixture.event(who, 'birth', '1980-05-05', n => 0, seal => everything.seal);
    insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by, seal)
    select fact.book_id, fact.resident_id, 'birth', fact.id, 'giấy khai sinh', 1, everything.seal
    from registry.birth_fact as fact where fact.resident_id = fixture.id(who);
    insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
    values (fixture.book(1), fixture.id(who), fixture.id(8000), 'number_kept', 'confirmed', 1, everything.seal);
    batch := fixture.batch(1);
    insert into registry.import_record
        (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by, seal)
    values (fixture.book(1), batch.import_id, 'person', who::text, batch.number, fixture.word('mau'), fixture.id(who), 1,
            everything.seal);
    perform fixture.case(1000 + who, who, seal => everything.seal);
    perform fixture.case_event(1000 + who, 1, 'open', null, 'declared', seal => everything.seal);
    perform fixture.request(1010 + who, 1000 + who, who, '2024-05-01', running => who, seal => everything.seal);
    perform fixture.reminder(1010 + who, '2024-06-01', seal => everything.seal);
    perform fixture.reply(1020 + who, 1010 + who, 'NOT_FOUND', seal => everything.seal);
end $$;

-- What follows from all that was said in this copy, believed from the given day on.
create function fixture.believe(since timestamptz default '2024-06-01') returns void language sql as $$
    select derive.write_versions(array_agg(own.book_id), array_agg(own.id), array_agg(since))
    from registry.book
    cross join lateral (
        select resident.book_id, resident.id from registry.resident
        where resident.book_id = book.id and resident.id between fixture.id(0) and fixture.id(9999)) as own;
    select derive.write_household_versions(array_agg(own.book_id), array_agg(own.id), array_agg(since))
    from registry.book
    cross join lateral (
        select household.book_id, household.id from registry.household
        where household.book_id = book.id and household.id between fixture.id(0) and fixture.id(9999)) as own $$;

-- What cases rest on ------------------------------------------------------------------------------------------------------

-- A case in whatever state, as the tables hold it.
create function fixture.evidence_case(n int, who int, state text default 'gathering', book int default 1, seal int default 0)
    returns void language sql as $$
    insert into registry.identity_case (
        book_id, id, resident_id, state, opened_on, since, outcome, decided_at, withdrawal, recorded_by, seal)
    values (fixture.book(book), fixture.id(n), fixture.id(who), state, '2024-04-01', '2024-04-01', null, null,
            case state when 'withdrawn' then 'moved_away' end, 1, seal) $$;

-- A request to a commune, by the first name that the person has, about a claim that is made for it; and what came back.
create function fixture.asked(n int, in_case int, who int, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.verification_request (
        book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province, name_fact_id,
        name, name_kind, claim_id, channel, sent_on, due_on, recorded_by, seal)
    select fixture.book(asked.book), fixture.id(n), fixture.id(in_case), fixture.id(who), 2024, fixture.n(n),
           fixture.n(n) || '/2024/XM', fixture.area('commune', '24211'), 'nơi khai', '66', 'Tỉnh Đắk Lắk', name.id, name.name,
           name.kind, fixture.origin(who, fixture.area('commune', '24211'), book => asked.book, n => 9000 + n), 'post',
           '2024-04-01', '2024-04-22', 1, asked.seal
    from registry.name_fact as name
    where (name.book_id, name.resident_id) = (fixture.book(asked.book), fixture.id(who))
    order by name.id
    limit 1 $$;

create function fixture.answered(n int, request int, outcome text, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.verification_reply (book_id, request_id, id, received_on, outcome, recorded_by, seal)
    values (fixture.book(book), fixture.id(request), fixture.id(n), '2024-05-01', outcome, 1, seal) $$;

-- A scan of a reply that holds these letters.
create function fixture.reply_file(reply int, request int, holds text, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.verification_reply_file (
        book_id, request_id, reply_id, sha256, length, media_type, recorded_by, seal)
    values (fixture.book(book), fixture.id(request), fixture.id(reply), sha256(fixture.word(holds)::bytea), length(holds),
            'application/pdf', 1, seal) $$;

create function fixture.evidence(n int, who int, kind text, in_case int default null, book int default 1, seal int default 0)
    returns void language sql as $$
    insert into registry.evidence (book_id, id, resident_id, case_id, kind, says, recorded_by, seal)
    values (fixture.book(book), fixture.id(n), fixture.id(who), fixture.id(in_case), kind, 'như lời khai', 1, seal) $$;

-- A file that holds these letters.
create function fixture.evidence_file(evidence int, holds text, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.evidence_file (book_id, evidence_id, sha256, length, media_type, recorded_by, seal)
    values (fixture.book(book), fixture.id(evidence), sha256(fixture.word(holds)::bytea), length(holds), 'application/pdf', 1, seal) $$;

-- `witness` null: somebody who is only named.
create function fixture.attest(
    n int, in_case int, who int, witness int, book int default 1, witness_book int default null,
    stated date default '2024-05-01', seal int default 0) returns void language sql as $$
    insert into registry.attestation (
        book_id, id, case_id, resident_id, witness_book_id, witness_id, witness_name, witness_lives, knows, says, stated_on,
        own_household, recorded_by, seal)
    values (fixture.book(book), fixture.id(n), fixture.id(in_case), fixture.id(who),
            case when witness is not null then fixture.book(coalesce(witness_book, book)) end, fixture.id(witness),
            case when witness is null then 'Bàn Văn Hai' end, case when witness is null then 'nhà ông Bàn, thôn 3' end,
            'hàng xóm', 'biết từ nhỏ', stated, false, 1, seal) $$;

create function fixture.set_aside(
    n int, evidence int default null, attestation int default null, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.set_aside (book_id, id, evidence_id, attestation_id, reason, recorded_by, seal)
    values (fixture.book(book), fixture.id(n), fixture.id(evidence), fixture.id(attestation), 'ghi nhầm', 1, seal) $$;

create function fixture.letter(request int, book int default 1, seal int default 0) returns void language sql as $$
    insert into registry.letter (book_id, request_id, media_type, sha256, length, recorded_by, seal)
    values (fixture.book(book), fixture.id(request), 'application/pdf', sha256(fixture.id(request)::text::bytea), 8, 1,
            seal) $$;

-- A decision that goes by the birth of which the person has one.
create function fixture.decision(n int, in_case int, who int, book int default 1, seal int default 0) returns void
    language sql as $$
    with chosen as (
        insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by, seal)
        select birth.book_id, birth.resident_id, 'birth', birth.id, 'đã xác minh', 1, decision.seal
        from registry.birth_fact as birth
        where (birth.book_id, birth.resident_id) = (fixture.book(decision.book), fixture.id(who))
        returning id
    )
    insert into registry.decision (book_id, id, case_id, resident_id, attribute, choice_id, reason, recorded_by, seal)
    select fixture.book(decision.book), fixture.id(n), fixture.id(in_case), fixture.id(who), 'birth', chosen.id, 'đã xác minh',
           1, decision.seal
    from chosen $$;

create function fixture.basis(
    decision int, evidence int default null, attestation int default null, request int default null, reply int default null,
    book int default 1, seal int default 0) returns void language sql as $$
    insert into registry.decision_basis (
        book_id, decision_id, evidence_id, attestation_id, request_id, reply_id, recorded_by, seal)
    values (fixture.book(book), fixture.id(decision), fixture.id(evidence), fixture.id(attestation), fixture.id(request),
            fixture.id(reply), 1, seal) $$;

-- Somebody with a case and one row of everything that it may rest on, under a seal: numbers from `n` on.
create function fixture.rests_on_everything(who int, n int, seal int) returns void language sql as $$
    select fixture.evidence_case(n, who, 'awaiting_reply', seal => rests_on_everything.seal),
           fixture.asked(n + 1, n, who, seal => rests_on_everything.seal),
           fixture.letter(n + 1, seal => rests_on_everything.seal),
           fixture.answered(n + 6, n + 1, 'NOT_FOUND', seal => rests_on_everything.seal),
           fixture.reply_file(n + 6, n + 1, 'reply ' || n, seal => rests_on_everything.seal),
           fixture.evidence(n + 2, who, 'birth_certificate', n, seal => rests_on_everything.seal),
           fixture.evidence_file(n + 2, n::text, seal => rests_on_everything.seal),
           fixture.attest(n + 3, n, who, null, seal => rests_on_everything.seal),
           fixture.set_aside(n + 4, attestation => n + 3, seal => rests_on_everything.seal),
           fixture.decision(n + 5, n, who, seal => rests_on_everything.seal),
           fixture.basis(n + 5, evidence => n + 2, seal => rests_on_everything.seal) $$;
-- Papers -----------------------------------------------------------------------------------------------------------------

-- A card in a state, with what that state needs: issued and printed on `issued`, in hand on the day after.
create function fixture.card(
    n int, who int, state text default 'handed_over', book int default 1, issued date default '2024-04-10',
    expires date default '2040-05-05', printed jsonb default null, biometrics text default 'yes', due date default '2100-01-01')
    returns void language plpgsql as $$
declare
    is_approved boolean := state not in ('requested', 'refused', 'cancelled');
begin
    insert into registry.card (
        book_id, id, resident_id, state, ground, requested_on, due_on, applicant, face, fingerprints, iris, issued_on,
        expires_on, expiry_certain, printed, printed_on, handed_over_on, recorded_by)
    values (
        fixture.book(book), fixture.id(n), fixture.id(who), state, 'first', '2024-04-01', due, 'self', biometrics, biometrics,
        biometrics, case when is_approved then issued end, case when is_approved then expires end,
        case when is_approved then true end,
        case when is_approved then coalesce(card.printed, '{"name": "Lò Thị Mẫu", "born": "05/05/1980", "sex": "F"}') end,
        case when state not in ('requested', 'refused', 'cancelled', 'approved') then issued end,
        case when state in ('handed_over', 'expired', 'replaced') then issued + 1 end, 1);
    insert into registry.card_event (book_id, card_id, step, on_day, recorded_by)
    values (fixture.book(book), fixture.id(n), 'requested', '2024-04-01', 1);
end $$;

-- What was believed of somebody until June 2024, and is not any more.
create function fixture.believed_before(who int, born date default null, name text default 'Lò Thị Mẫu') returns void
    language sql as $$
    insert into registry.resident_version (
        book_id, resident_id, believed_from, believed_to, revision, status, name, name_kind, given_name, born_earliest,
        born_latest, has_number, seal)
    values (fixture.book(1), fixture.id(who), '2020-01-01', '2024-06-01', 0, 'present', name, 'BIRTH', 'mẫu', born, born, false,
            0) $$;

-- An account that stands on the card `card` of the same book.
create function fixture.account(
    n int, who int, card int, state text default 'activated', book int default 1, level int default 1,
    activate_by date default '2024-05-01', activated date default '2024-04-20', card_book int default null) returns void
    language sql as $$
    insert into registry.e_identity (
        book_id, id, resident_id, level, state, card_book_id, card_id, phone_answer, phone, own_name, requested_on, due_on,
        notified_on, activate_by, activated_on, recorded_by)
    select fixture.book(book), fixture.id(n), fixture.id(who), account.level, account.state,
           fixture.book(coalesce(account.card_book, book)), fixture.id(card), 'stated', '0905 000 000', 'yes', '2024-04-12',
           '2024-04-15', case when account.state not in ('requested', 'refused') then date '2024-04-15' end,
           case when account.state not in ('requested', 'refused') then account.activate_by end,
           case when account.state in ('activated', 'unlocked', 'locked') then activated end, 1 $$;

-- Another telephone of an account than was ever stated; null: the same, and nobody stated it.
create function fixture.phone_past_statements(n int, number text, book int default 1) returns void language plpgsql as $$
begin
    alter table registry.e_identity disable trigger e_identity_phone_stated;
    update registry.e_identity as account set phone = coalesce(number, account.phone)
    where (account.book_id, account.id) = (fixture.book(phone_past_statements.book), fixture.id(n));
    alter table registry.e_identity enable trigger e_identity_phone_stated;
    delete from registry.e_identity_phone as said
    where number is null
      and (said.book_id, said.identity_id) = (fixture.book(phone_past_statements.book), fixture.id(n));
end $$;

-- A day of a year that only this copy's certificates of a book are registered in: in one year their numbers run on.
create function fixture.register_day(year int) returns date language sql stable
    as $$ select make_date(year + fixture.copy() / 10 * 2, 4, 10) $$;

-- A birth certificate under a number of the year of its registration; `late` null: it depends on the day.
create function fixture.birth_certificate(
    n int, who int, number int, book int default 1, registered date default '2024-04-10', late boolean default true,
    revoked boolean default false) returns void language sql as $$
    insert into registry.birth_certificate (
        book_id, id, resident_id, register_year, number, registered_on, is_late, basis, basis_document, mother_answer, mother,
        mother_papers, father_answer, parents_married, declared_by, registrar, signer, revoked_on, revocation,
        revocation_reason, recorded_by)
    select fixture.book(book), fixture.id(n), fixture.id(who), extract(year from registered)::smallint,
           fixture.n(number), registered, late, 'commitment', 'giấy cam đoan', 'stated', 'Lò Thị Mẹ', 'none', 'unknown', 'no', 'bà',
           'cán bộ hộ tịch', 'chủ tịch', case when revoked then date '2024-05-01' end, case when revoked then '1/QĐ' end,
           case when revoked then 'sai' end, 1 $$;
-- Moves and visits -------------------------------------------------------------------------------------------------------

-- A transfer between two communes, in the row of each.
create function fixture.transfer(
    n int, who int, state text default 'proposed', moves_on date default '2024-05-01', from_book int default 1,
    to_book int default 2, recorded timestamptz default '2024-05-01') returns void language sql as $$
    insert into registry.transfer (
        book_id, id, side, from_book, to_book, resident_id, state, moves_on, reason, ended_at, recorded_at, recorded_by)
    select case side when 'out' then fixture.book(from_book) else fixture.book(to_book) end, fixture.id(n), side,
           fixture.book(from_book), fixture.book(to_book), fixture.id(who), state, moves_on, 'theo chồng',
           case when state <> 'proposed' then recorded end, recorded, 1
    from unnest(array['out', 'in']) as side $$;

-- A team, which goes on unless it ended on a day.
create function fixture.team(n int, ended date default null, book int default 1) returns void language sql as $$
    insert into registry.outreach_team (book_id, id, name, ended_on, ended_by, recorded_by)
    values (fixture.book(book), fixture.id(n), fixture.word('Tổ ' || n), ended, case when ended is not null then 1 end, 1) $$;

-- A visit to a household: planned for a day, or made on one at noon.
create function fixture.visit(
    n int, household int, state text default 'planned', planned date default null, visited date default null,
    skew int default 0, book int default 1, team int default null) returns void language sql as $$
    insert into registry.visit (
        book_id, id, household_id, team_id, state, planned_on, done_at, received_at, skew_seconds, visited_on, recorded_by,
        visited_by)
    select fixture.book(book), fixture.id(n), fixture.id(household), fixture.id(team), state, planned, noon + make_interval(secs => skew), noon,
           case when noon is not null then skew end, visited, 1, case when noon is not null then 1 end
    from (select (visited + time '12:00') at time zone 'Asia/Ho_Chi_Minh' as noon) as day $$;

-- Sealed rows ------------------------------------------------------------------------------------------------------------

-- Seals the resident's own rows alone, as it was before a seal was carried to everything (resident_seal_carried).
create function fixture.seal_row(who int, seal int) returns void language plpgsql as $$
begin
    alter table registry.resident disable trigger resident_seal_carried;
    update registry.resident set seal = seal_row.seal where id = fixture.id(who);
    alter table registry.resident enable trigger resident_seal_carried;
end $$;

-- A card with an account, the certificates, a correction and a move of somebody, open, with what hangs on them: numbers from
-- `n` on.
create function fixture.every_paper(who int, n int) returns void language plpgsql as $$
begin
    perform fixture.card(n, who), fixture.account(n + 1, who, n), fixture.birth_certificate(n + 2, who, n),
            fixture.transfer(n + 3, who);
    insert into registry.e_identity_event (book_id, identity_id, step, on_day, recorded_by)
    values (fixture.book(1), fixture.id(n + 1), 'requested', '2024-04-12', 1);
    insert into registry.correction (
        book_id, id, resident_id, state, attribute, birth_fact_id, reason, before, due_on, recorded_by)
    select fact.book_id, fixture.id(n + 4), fact.resident_id, 'requested', 'birth', fact.id, 'giấy khai sinh', '{}', '2100-01-01',
           1
    from registry.birth_fact as fact where fact.resident_id = fixture.id(who) limit 1;
    insert into registry.correction_document (book_id, correction_id, kind, number, recorded_by)
    values (fixture.book(1), fixture.id(n + 4), 'khai_sinh', '1', 1);
    insert into registry.identity_certificate (
        book_id, id, resident_id, state, reason, document, resident_since, decided_on, recorded_by)
    values (fixture.book(1), fixture.id(n + 5), fixture.id(who), 'decided', 'không giấy tờ', '1/QĐ', '2020-01-01', '2024-05-01', 1);
    insert into registry.transfer_event (book_id, transfer_id, kind, recorded_by)
    select fixture.book(book), fixture.id(n + 3), 'proposed', 1 from unnest(array[1, 2]) as book;
end $$;

-- A step of a card or an account on a day.
create function fixture.card_step(card int, step text, on_day date default '2024-05-01', book int default 1) returns void
    language sql as $$
    insert into registry.card_event (book_id, card_id, step, on_day, reason, recorded_by)
    values (fixture.book(book), fixture.id(card), step, on_day, 'theo hồ sơ', 1) $$;

create function fixture.account_step(account int, step text, on_day date default '2024-05-01', book int default 1) returns void
    language sql as $$
    insert into registry.e_identity_event (book_id, identity_id, step, on_day, reason, recorded_by)
    values (fixture.book(book), fixture.id(account), step, on_day, 'theo hồ sơ', 1) $$;
