-- 0023_identity_cases.sql: identity cases, their history, and the requests sent to the places that people say to come from.
--
-- What a case may do is a table, registry.case_step, and not code: the functions of schema cases read it (B1). A case is a
-- row of where it stands; what brought it there are its events, which are only ever added.

set local role sogoc_auth;

-- As before, and not by the search reach: that goes to the whole district, so that whoever sees two communes held the office
-- of the one in the other too.
create or replace function auth.holds(wanted text, book int) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.token_user();
begin
    return exists (
        select from auth.scope
        join auth."grant" as g on g.id = scope.grant_id
        where scope.user_id = caller and scope.book_id = book and scope.reach = 'view' and g.role = wanted
          and scope.valid_from <= now() and now() < scope.valid_to);
end
$$;

reset role;
set local role sogoc_owner;

-- From which state a step leads where, whose it is, and how many working days it may take; sql/reference/case_step.csv.
-- A case is opened from no state at all. Steps of `system` belong to nobody who signs in.
create table registry.case_step (
    from_state   text,
    step         text not null,
    to_state     text not null,
    role         text not null check (role in ('commune_officer', 'commune_supervisor', 'district_officer', 'system')),
    -- Taken by somebody else than whoever submitted, and not for his own household (B9).
    four_eyes    boolean not null,
    working_days int check (working_days between 1 and 200),
    rule         text not null,
    title_vi     text not null,
    title_en     text not null,
    -- What it needs besides; null where nothing.
    requires_vi  text,
    requires_en  text,
    constraint case_step_once unique nulls not distinct (from_state, step)
);

-- What the place that was asked may answer; sql/reference/reply_outcome.csv.
create table registry.reply_outcome (
    code        text primary key,
    text_vi     text not null,
    text_en     text not null,
    -- Nobody else needs to be asked.
    closes_case boolean not null,
    -- What to do next.
    next_vi     text,
    next_en     text
);
grant select on registry.case_step, registry.reply_outcome to sogoc_office, sogoc_app, sogoc_import, sogoc_jobs;

create table registry.identity_case (
    book_id        int  not null references registry.book,
    id             uuid not null,
    resident_id    uuid not null,
    state          text not null check (state in (
                       'declared', 'claimed', 'searched', 'awaiting_reply', 'replied', 'gathering', 'proposed', 'escalated',
                       'decided', 'numbered', 'closed', 'withdrawn', 'held')),
    -- Counts what happened to it: the ETag.
    revision       int  not null default 1,
    opened_on      date not null,
    -- The day on which the state was entered, and the last day it may last; null where no clock runs.
    since          date not null,
    due_on         date,
    -- From 30 to 60 working days, once in its life (R7.5).
    extended       boolean not null default false,
    -- Since when the district has it on its list; by the clock at most once in its life (B8).
    escalated_on   date,
    -- Grows each time it is reopened: four eyes look at what was submitted in this round.
    round          int  not null default 1,
    outcome        text,
    decided_at     timestamptz,
    withdrawal     text,
    -- The case it waits for, of any book (B7).
    waits_for_book int,
    waits_for_case uuid,
    recorded_at    timestamptz not null default now(),
    recorded_by    int  not null,
    seal           smallint not null default 0,
    primary key (book_id, id),
    constraint identity_case_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint identity_case_waits_for foreign key (waits_for_book, waits_for_case) references registry.identity_case (book_id, id),
    constraint identity_case_held check (
        (state = 'held') = (waits_for_case is not null) and (waits_for_book is null) = (waits_for_case is null)),
    constraint identity_case_outcome check (
        outcome in ('identified', 'not_identified') and (outcome is null) = (decided_at is null)),
    constraint identity_case_decided check (
        case state when 'decided' then outcome is not null
                   when 'numbered' then outcome is not distinct from 'identified'
                   when 'closed' then outcome is not distinct from 'identified'
                   when 'withdrawn' then true
                   else outcome is null end),
    constraint identity_case_withdrawal check (withdrawal in ('moved_away', 'dead', 'merged', 'registered_in_error')),
    constraint identity_case_withdrawn check ((state = 'withdrawn') = (withdrawal is not null))
);
-- One case of a resident at a time.
create unique index identity_case_one_open on registry.identity_case (book_id, resident_id)
    where state not in ('closed', 'withdrawn');
create index identity_case_resident_key on registry.identity_case (book_id, resident_id);
create index identity_case_waiting on registry.identity_case (waits_for_book, waits_for_case) where waits_for_case is not null;
create index identity_case_due on registry.identity_case (book_id, due_on) where state not in ('closed', 'withdrawn');
call registry.protect_procedure('registry.identity_case');

-- However a function of ours were wrong: a case moves only as the table says (B1).
create function registry.refuse_unknown_step() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from registry.case_step as known where known.from_state = old.state and known.to_state = new.state) then
        raise exception 'no step leads there' using errcode = 'SG409', constraint = 'case_step_illegal';
    end if;
    return new;
end
$$;
create trigger identity_case_moves_by_steps before update of state on registry.identity_case
    for each row when (old.state <> new.state) execute function registry.refuse_unknown_step();

-- What happened to a case. INSERT only.
create table registry.case_event (
    book_id     int  not null,
    case_id     uuid not null,
    id          bigint generated always as identity,
    round       int  not null,
    -- What the case became by it.
    revision    int  not null,
    -- A step of registry.case_step; or one that leaves the state as it is: 'overdue', 'late_reply'.
    step        text not null,
    from_state  text,
    to_state    text not null,
    on_day      date not null,
    due_on      date,
    -- Null: the register itself, and `cause` says why.
    actor       int,
    actor_name  text,
    cause       text check (cause in (
                    'clock', 'awaited_decided', 'awaited_refused', 'awaited_withdrawn',
                    'death', 'departure', 'transfer', 'withdrawn')),
    reason      text,
    rests_on    text,
    -- What it was about: the search's result, a request, a reply, another case.
    attachment  jsonb,
    recorded_at timestamptz not null default now(),
    seal        smallint not null default 0,
    primary key (book_id, case_id, id),
    constraint case_event_case foreign key (book_id, case_id) references registry.identity_case (book_id, id),
    constraint case_event_by_somebody check ((actor is null) = (cause is not null) and (actor is null) = (actor_name is null)),
    constraint case_event_reason check (length(btrim(reason)) between 3 and 1000),
    constraint case_event_rests_on check (length(btrim(rests_on)) between 3 and 1000),
    constraint case_event_attachment check (jsonb_typeof(attachment) = 'object' and pg_column_size(attachment) <= 16384)
);
create unique index case_event_revision on registry.case_event (book_id, case_id, revision);
call registry.protect_procedure('registry.case_event');
revoke update on registry.case_event from sogoc_office;

-- The last number that a book has given in a register and a year; held to the transaction's end, so that none is missing.
create table registry.running_number (
    book_id  int      not null references registry.book,
    register text     not null check (register ~ '^[a-z][a-z-]{1,30}$'),
    year     smallint not null check (year between 2000 and 2200),
    last     int      not null check (last > 0),
    primary key (book_id, register, year)
);
call registry.protect_procedure('registry.running_number');

-- A letter that asks a place about a person by one name (B2). As it was sent, INSERT only: whether it is answered, overdue
-- or closed follows from its reminders and replies and from its case (registry.verification_request_now).
create table registry.verification_request (
    book_id       int  not null,
    id            uuid not null,
    case_id       uuid not null,
    resident_id   uuid not null,
    year          smallint not null,
    running       int  not null,
    -- Number, year, register: 12/2024/XM-CKB.
    number        text not null,
    -- The unit, and how it was called on the day, up to the province.
    area_id       int  not null references registry.area,
    addressee     text not null,
    province_code text not null,
    province      text not null,
    -- What is asked: this name, of the person who says to come from there.
    name_fact_id  bigint not null,
    name          text not null,
    name_kind     text not null references registry.name_kind,
    claim_id      bigint not null,
    channel       text not null,
    sent_on       date not null,
    due_on        date not null,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    seal          smallint not null default 0,
    primary key (book_id, id),
    constraint verification_request_case foreign key (book_id, case_id) references registry.identity_case (book_id, id),
    constraint verification_request_name foreign key (book_id, resident_id, name_fact_id)
        references registry.name_fact (book_id, resident_id, id),
    constraint verification_request_claim foreign key (book_id, resident_id, claim_id)
        references registry.origin_claim (book_id, resident_id, id),
    constraint verification_request_number unique (book_id, year, running),
    -- The same question is not asked twice.
    constraint request_asked_before unique (book_id, case_id, area_id, name),
    constraint request_channel check (channel in ('post', 'email', 'by_hand', 'system')),
    constraint verification_request_due check (due_on >= sent_on)
);
call registry.protect_procedure('registry.verification_request');
revoke update on registry.verification_request from sogoc_office;

create table registry.verification_reminder (
    book_id     int  not null,
    request_id  uuid not null,
    id          bigint generated always as identity,
    channel     text not null,
    sent_on     date not null,
    -- Until when an answer is awaited now.
    due_on      date not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, request_id, id),
    constraint verification_reminder_request foreign key (book_id, request_id)
        references registry.verification_request (book_id, id),
    constraint request_channel check (channel in ('post', 'email', 'by_hand', 'system'))
);
call registry.protect_procedure('registry.verification_reminder');
revoke update on registry.verification_reminder from sogoc_office;

-- What came back; a second answer may contradict the first, and both are kept (R7.7).
create table registry.verification_reply (
    book_id       int  not null,
    request_id    uuid not null,
    id            uuid not null,
    -- In which order they were recorded.
    ordinal       bigint generated always as identity,
    received_on   date not null,
    outcome       text not null references registry.reply_outcome,
    -- As the letter says it.
    words         text,
    -- sha256 of the letter; null where none is kept.
    document_hash bytea check (length(document_hash) = 32),
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    seal          smallint not null default 0,
    primary key (book_id, request_id, id),
    constraint verification_reply_request foreign key (book_id, request_id)
        references registry.verification_request (book_id, id),
    constraint reply_words check (length(btrim(words)) between 1 and 2000)
);
call registry.protect_procedure('registry.verification_reply');
revoke update on registry.verification_reply from sogoc_office;

-- Requests as they stand: the last answer counts, and nobody answers one that was withdrawn or whose case is over.
create view registry.verification_request_now with (security_invoker = true) as
    select request.*, coalesce(reminded.times, 0) as reminders,
           -- Until when an answer is awaited: the request's own day, or the last reminder's.
           greatest(request.due_on, reminded.due_on) as awaited_until,
           replied.id as reply_id, replied.outcome, replied.received_on,
           replied.outcome is distinct from 'WITHDRAWN' and known.state not in ('closed', 'withdrawn') as is_open
    from registry.verification_request as request
    join registry.identity_case as known on (known.book_id, known.id) = (request.book_id, request.case_id)
    left join lateral (
        select count(*)::int as times, max(reminder.due_on) as due_on
        from registry.verification_reminder as reminder
        where (reminder.book_id, reminder.request_id) = (request.book_id, request.id)
    ) as reminded on true
    left join lateral (
        select reply.id, reply.outcome, reply.received_on
        from registry.verification_reply as reply
        where (reply.book_id, reply.request_id) = (request.book_id, request.id)
        order by reply.ordinal desc
        limit 1
    ) as replied on true;
grant select on registry.verification_request_now to sogoc_office, sogoc_app, sogoc_jobs;

-- A case that ends with a person's death or departure is one of the event's consequences (A12).
alter table registry.life_event_consequence
    drop constraint life_event_consequence_consequence_check,
    add constraint life_event_consequence_consequence_check check (consequence in (
        'stay_closed', 'stay_opened', 'membership_ended', 'household_without_head', 'number_kept',
        'case_withdrawn', 'case_closed'));
create policy cases on registry.life_event_consequence for insert to sogoc_office with check (true);
grant insert on registry.life_event_consequence to sogoc_office;

reset role;
set local role sogoc_register;

-- Holds a resident of the caller's edit reach until the transaction ends: nothing happens to her meanwhile.
create function derive.hold_resident(book int, resident uuid) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from registry.resident where resident.book_id = book and resident.id = hold_resident.resident for no key update;
    if not found then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
end
$$;
grant execute on function derive.hold_resident(int, uuid), derive.confirm_number(int, uuid, text, text, text, date) to sogoc_office;
