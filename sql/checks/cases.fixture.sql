-- cases.fixture.sql: the words of the fixtures (fixture.sql) for identity cases and verification requests.

-- A case as it stands; what the state asks for is filled in. `waits`: the case it waits for.
create function fixture.case(
    n int, who int, state text default 'gathering', book int default 1, due date default null, escalated date default null,
    waits int default null, waits_book int default null, outcome text default 'identified', since date default '2024-04-01',
    round int default 1, revision int default 1, opener int default 9001, seal int default 0) returns void language sql as $$
    insert into registry.identity_case (
        book_id, id, resident_id, state, revision, opened_on, since, due_on, escalated_on, round, outcome, decided_at, withdrawal,
        waits_for_book, waits_for_case, recorded_by, seal)
    values (fixture.book(book), fixture.id(n), fixture.id(who), state, revision, '2024-03-01', since, due, escalated, round,
            case when state in ('decided', 'numbered', 'closed') then outcome end,
            case when state in ('decided', 'numbered', 'closed') then since::timestamptz end,
            case when state = 'withdrawn' then 'merged' end,
            fixture.book(case when waits is not null then coalesce(waits_book, book) end), fixture.id(waits),
            fixture.n(opener), seal) $$;

-- What happened to a case; without an actor the register's own act.
create function fixture.case_event(
    "case" int, revision int, step text, came_from text, became text, actor int default 9001, book int default 1,
    round int default 1, seal int default 0) returns void language sql as $$
    insert into registry.case_event (
        book_id, case_id, round, revision, step, from_state, to_state, on_day, actor, actor_name, cause, seal)
    values (fixture.book(book), fixture.id("case"), round, revision, step, came_from, became, '2024-04-01', fixture.n(actor),
            case when actor is not null then 'account-' || fixture.n(actor) end,
            case when actor is null then 'clock' end, seal) $$;

-- A letter about somebody who has a name and says to come from somewhere (fixture.origin).
create function fixture.request(
    n int, "case" int, who int, due date, book int default 1, running int default 1, year int default 2024, seal int default 0)
    returns void language sql as $$
    insert into registry.verification_request (
        book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province, name_fact_id,
        name, name_kind, claim_id, channel, sent_on, due_on, recorded_by, seal)
    select fixture.book(request.book), fixture.id(n), fixture.id("case"), fixture.id(who), year,
           running + case when book > 10 then 0 else 100 * fixture.copy() end, running || '/' || year || '/XM', fixture.area('province', '02'), 'Tỉnh Hà Giang', '02',
           'Tỉnh Hà Giang', named.id, 'Người thứ ' || n, named.kind, claim.id, 'post', due - 20, due, 1, request.seal
    from registry.name_fact as named
    join registry.origin_claim as claim on (claim.book_id, claim.resident_id) = (named.book_id, named.resident_id)
    where (named.book_id, named.resident_id) = (fixture.book(book), fixture.id(who))
    order by named.id, claim.id
    limit 1 $$;

create function fixture.reminder(request int, due date, book int default 1, seal int default 0) returns void language sql as $$
    insert into registry.verification_reminder (book_id, request_id, channel, sent_on, due_on, recorded_by, seal)
    values (fixture.book(book), fixture.id(request), 'post', due - 14, due, 1, seal) $$;

create function fixture.reply(n int, request int, outcome text, book int default 1, seal int default 0) returns void
    language sql as $$
    insert into registry.verification_reply (book_id, request_id, id, received_on, outcome, recorded_by, seal)
    values (fixture.book(book), fixture.id(request), fixture.id(n), '2024-05-01', outcome, 1, seal) $$;

-- How far a book's register of letters has counted.
create function fixture.numbers_given(book int, last int, year int default 2024, register text default 'verification')
    returns void language sql as $$
    insert into registry.running_number (book_id, register, year, last)
    values (fixture.book(book), register, year, last) $$;
