-- 0004_residents.sql: people in books, what was said about them, households.
--
-- Facts are INSERT only: what was said, by whom, when, on what basis. `recorded_at` is since when the register believes
-- it (an import takes the day on which the commune wrote it down), `entered_at` when it reached this database. Absent a
-- choice the earliest fact of an attribute is current: a later one changes nothing until somebody decides and says why.
-- Every key begins with the book; foreign keys are checked without row security, so the book is part of them.

set local role sogoc_owner;

-- Facts, choices and the like answer one question in four ways (A11); no row at all is "not asked".
create domain registry.answer as text check (value in ('stated', 'unknown', 'refused', 'none'));
create domain registry.said as text check (length(value) between 1 and 500);

create table registry.settlement (
    book_id     int  not null references registry.book,
    id          uuid not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    entered_at  timestamptz not null default now(),
    primary key (book_id, id)
);

-- What a settlement is and is called, since when: a cụm dân cư becomes a thôn by a second row, and keeps everything (A7).
create table registry.settlement_status (
    book_id       int  not null,
    settlement_id uuid not null,
    id            bigint generated always as identity,
    kind          text not null check (kind in ('thon', 'buon', 'to_dan_pho', 'cum_dan_cu')),
    name          registry.said not null,
    name_key      text not null,
    -- A cluster without village status has no code (R0.1).
    code          text check (code ~ '^[0-9A-Z]{2,10}$'),
    valid_from    date not null default '-infinity',
    valid_to      date not null default 'infinity',
    decision      text,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    entered_at    timestamptz not null default now(),
    primary key (book_id, settlement_id, id),
    foreign key (book_id, settlement_id) references registry.settlement (book_id, id),
    constraint settlement_status_period check (valid_from < valid_to),
    constraint settlement_cluster_has_no_code check (kind <> 'cum_dan_cu' or code is null),
    constraint settlement_one_status_a_day
        exclude using gist (book_id with =, settlement_id with =, daterange(valid_from, valid_to) with &&),
    constraint settlement_one_name_a_day
        exclude using gist (book_id with =, name_key with =, daterange(valid_from, valid_to) with &&)
);

-- A person in a book. The id is the person's, the same in every book she ever stood in.
create table registry.resident (
    book_id     int  not null references registry.book,
    id          uuid not null,
    seal        smallint not null default 0 check (seal between 0 and 9),
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    entered_at  timestamptz not null default now(),
    primary key (book_id, id)
);

-- A person's time in one book. Leaving and coming back to the same book is two stays.
create table registry.stay (
    book_id       int  not null,
    resident_id   uuid not null,
    id            bigint generated always as identity,
    opened_on     date not null,
    opened_by_way text not null check (opened_by_way in ('registered', 'birth', 'arrival', 'return', 'transfer')),
    from_book     int  references registry.book,
    closed_on     date,
    closed_by_way text check (closed_by_way in ('death', 'departure', 'transfer', 'withdrawn')),
    moved_to_book int  references registry.book,
    closed_at     timestamptz,
    closed_by     int,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    entered_at    timestamptz not null default now(),
    seal          smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint stay_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint stay_closed_whole check (
        (closed_on is null) = (closed_by_way is null) and (closed_on is null) = (closed_at is null)),
    constraint stay_closed_after_opened check (closed_on is null or closed_on >= opened_on or closed_by_way = 'withdrawn'),
    constraint stay_moved_by_transfer check (moved_to_book is null or closed_by_way = 'transfer'),
    constraint stay_one_at_a_time exclude using gist (
        book_id with =, resident_id with =, daterange(opened_on, coalesce(greatest(closed_on, opened_on), 'infinity'), '[)') with &&)
        where (closed_by_way is distinct from 'withdrawn')
);

-- Every way in which a name was ever written, once, with its search keys of R9.6: what a search reads and ranks, so that
-- three hundred people of one name cost one comparison. Words only: whose name it is, name_fact says.
create table registry.name_spelling (
    name        text collate "C" primary key,
    -- Word by word: with all marks, without tones, folded; made by CivilIdentity, key_version says by which rules.
    k1          text[] not null,
    k2          text[] not null,
    tokens      text[] not null,
    given_name  text not null,
    key_version smallint not null,
    constraint name_spelling_words check (
        cardinality(k1) > 0 and cardinality(k1) = cardinality(k2) and cardinality(k1) = cardinality(tokens))
);
-- What an import adds waits in a list, which the search reads too: short, and emptied at the import's end.
create index name_spelling_tokens on registry.name_spelling using gin (tokens) with (gin_pending_list_limit = 512);
grant select on registry.name_spelling to sogoc_register, sogoc_search, sogoc_jobs;
grant insert on registry.name_spelling to sogoc_search;

create table registry.name_fact (
    book_id      int  not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    kind         text not null references registry.name_kind,
    -- As written, NFC, never changed otherwise (R9.5). Its search keys stand in registry.name_spelling.
    name         text collate "C" not null check (length(name) between 1 and 200 and name = btrim(name)),
    valid_from   text,
    valid_to     text,
    said_by      registry.said not null,
    said_on      date,
    basis        text not null check (basis in ('document', 'statement', 'decision', 'import')),
    source       registry.said,
    carried_from int  references registry.book,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint name_fact_resident foreign key (book_id, resident_id) references registry.resident (book_id, id)
);
-- From a spelling to whoever is called so (0008): scalars that an index serves under row security too.
create index name_fact_name on registry.name_fact (name, book_id, resident_id) include (kind, seal);

-- A set of possible dates with its basis: never one invented day (R9.8).
create table registry.birth_fact (
    book_id      int  not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    answer       registry.answer not null,
    -- As said, in the words of whoever said it ("tuổi Thân, khoảng 50").
    written      text check (length(written) between 1 and 200),
    "precision"  text check ("precision" in ('day', 'month', 'year', 'range', 'zodiac')),
    calendar     text check (calendar in ('solar', 'lunar')),
    basis        text not null check (basis in (
                     'document', 'birth_certificate', 'declaration', 'zodiac', 'age', 'event', 'estimate', 'decision')),
    -- Western or tuổi mụ, where an age was said.
    age_kind     text check (age_kind in ('western', 'mu')),
    -- Every day on which the person may have been born: ranges apart, ascending.
    candidates   datemultirange,
    earliest     date,
    latest       date,
    said_by      registry.said not null,
    -- The day on which an age was true: "45" said in 2019 means the same years for ever (A2).
    said_on      date not null,
    source       registry.said,
    carried_from int  references registry.book,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint birth_fact_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint birth_fact_answered check (
        (answer = 'stated') = (candidates is not null) and (answer = 'stated') = ("precision" is not null)
        and (answer = 'stated') = (written is not null)),
    constraint birth_fact_bounds check (
        candidates is null
        or (not isempty(candidates) and earliest = lower(candidates) and latest = upper(candidates) - 1
            and not lower_inf(candidates) and not upper_inf(candidates))),
    constraint birth_fact_bounds_only_of_candidates check (candidates is not null or (earliest is null and latest is null)),
    constraint birth_fact_day_is_one_day check (("precision" = 'day' and calendar = 'solar') is not true or earliest = latest)
);

-- Sex, people, phone and the rest that is one value: the column that belongs to the attribute is set, and no other.
create table registry.attribute_fact (
    book_id      int  not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    attribute    text not null check (attribute in ('sex', 'ethnicity', 'phone', 'religion', 'arrival_year', 'papers')),
    answer       registry.answer not null,
    sex          text check (sex in ('M', 'F')),
    ethnic_code  text references registry.ethnic_group,
    phone        text check (phone ~ '^[0-9+][0-9 .-]{5,19}$'),
    religion     text check (length(religion) between 1 and 100),
    year         smallint check (year between 1900 and 2200),
    -- The word that was said, also where it did not resolve (R4.1, R4.3).
    declared     text check (length(declared) between 1 and 100),
    said_by      registry.said not null,
    said_on      date,
    basis        text not null check (basis in ('document', 'statement', 'decision', 'import')),
    source       registry.said,
    carried_from int  references registry.book,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint attribute_fact_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint attribute_fact_sex check ((sex is not null) = (attribute = 'sex' and answer = 'stated')),
    -- An ambiguous word ("Mán") is stated, keeps the word, and has no code until somebody asks.
    constraint attribute_fact_ethnicity check (
        case when attribute = 'ethnicity' and answer = 'stated' then declared is not null else ethnic_code is null end),
    constraint attribute_fact_phone check ((phone is not null) = (attribute = 'phone' and answer = 'stated')),
    constraint attribute_fact_religion check ((religion is not null) = (attribute = 'religion' and answer = 'stated')),
    constraint attribute_fact_year check ((year is not null) = (attribute = 'arrival_year' and answer = 'stated')),
    -- For papers only the three answers that name no paper; a paper that was seen is a paper_fact.
    constraint attribute_fact_papers check (attribute <> 'papers' or answer <> 'stated')
);

-- Where a person says to come from: an ordered list, each place as precise as it was told (A10, R5.7).
create table registry.origin_claim (
    book_id         int  not null,
    resident_id     uuid not null,
    id              bigint generated always as identity,
    position        smallint not null check (position between 1 and 50),
    answer          registry.answer not null,
    written         text check (length(written) between 1 and 300),
    province_text   text check (length(province_text) between 1 and 100),
    district_text   text check (length(district_text) between 1 and 100),
    commune_text    text check (length(commune_text) between 1 and 100),
    village_text    text check (length(village_text) between 1 and 100),
    -- The smallest unit that was recognised, as named in the year it was left; null where none was.
    area_id         int  references registry.area,
    resolved_level  text check (resolved_level in ('province', 'district', 'commune')),
    -- Whether the place is sure: "province known, commune unsure".
    unsure_below    text check (unsure_below in ('province', 'district', 'commune')),
    year_from       smallint check (year_from between 1900 and 2200),
    year_to         smallint check (year_to between 1900 and 2200),
    said_by         registry.said not null,
    said_on         date,
    source          registry.said,
    carried_from    int  references registry.book,
    recorded_at     timestamptz not null default now(),
    recorded_by     int  not null,
    entered_at      timestamptz not null default now(),
    seal            smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint origin_claim_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint origin_claim_resolved check ((area_id is null) = (resolved_level is null)),
    constraint origin_claim_years check (year_from is null or year_to is null or year_from <= year_to)
);

-- A paper that somebody saw; a number on it is a claim, not unique, and not the person's number yet.
create table registry.paper_fact (
    book_id      int  not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    kind         text not null references registry.paper_kind,
    number       text check (number ~ '^[0-9A-Z/.-]{1,40}$'),
    issued_on    date,
    said_by      registry.said not null,
    said_on      date,
    source       registry.said,
    carried_from int  references registry.book,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint paper_fact_resident foreign key (book_id, resident_id) references registry.resident (book_id, id)
);
create index paper_fact_number on registry.paper_fact (number) where number is not null;

-- Kin as told, by name, and once known as a resident of any book, by both keys.
create table registry.kin_fact (
    book_id      int  not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    kind         text not null check (kind in ('father', 'mother', 'spouse', 'guardian')),
    answer       registry.answer not null,
    name         text check (length(name) between 1 and 200),
    tokens       text[] not null default '{}',
    kin_book_id  int,
    kin_id       uuid,
    said_by      registry.said not null,
    said_on      date,
    source       registry.said,
    carried_from int  references registry.book,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint kin_fact_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint kin_fact_kin foreign key (kin_book_id, kin_id) references registry.resident (book_id, id),
    constraint kin_fact_both_keys check ((kin_book_id is null) = (kin_id is null)),
    constraint kin_fact_answered check ((answer = 'stated') = (name is not null or kin_id is not null)),
    constraint kin_fact_not_oneself check (kin_id is distinct from resident_id)
);
create index kin_fact_kin_key on registry.kin_fact (kin_book_id, kin_id) where kin_id is not null;

-- A foreign key looks past policies: whether a link to another commune's resident is taken would say whether she is there.
-- So a link needs a resident that its writer sees, and one beyond the view reach is refused as a missing one is. Under the
-- writer's own policies, hence no definer; before the foreign key, which then finds nothing more to say.
create function registry.refuse_kin_out_of_reach() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from registry.resident where (resident.book_id, resident.id) = (new.kin_book_id, new.kin_id)) then
        raise exception 'no such resident'
            using errcode = '23503', schema = 'registry', table = 'kin_fact', constraint = 'kin_fact_kin';
    end if;
    return new;
end
$$;
create trigger kin_fact_within_reach before insert on registry.kin_fact
    for each row when (new.kin_id is not null) execute function registry.refuse_kin_out_of_reach();

-- Which fact is current, since when, who decided, why. INSERT only; the last one counts (A9).
create table registry.choice (
    book_id           int  not null,
    resident_id       uuid not null,
    id                bigint generated always as identity,
    -- birth, sex, ethnicity, …, or name.BIRTH, kin.father.
    attribute         text not null check (attribute ~ '^[a-z_]+([.][A-Za-z_]+)?$'),
    name_fact_id      bigint,
    birth_fact_id     bigint,
    attribute_fact_id bigint,
    kin_fact_id       bigint,
    reason            registry.said not null,
    rests_on          text check (length(rests_on) between 1 and 500),
    recorded_at       timestamptz not null default now(),
    recorded_by       int  not null,
    entered_at        timestamptz not null default now(),
    seal              smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint choice_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint choice_of_one_fact check (num_nonnulls(name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id) = 1),
    constraint choice_name foreign key (book_id, resident_id, name_fact_id)
        references registry.name_fact (book_id, resident_id, id),
    constraint choice_birth foreign key (book_id, resident_id, birth_fact_id)
        references registry.birth_fact (book_id, resident_id, id),
    constraint choice_attribute foreign key (book_id, resident_id, attribute_fact_id)
        references registry.attribute_fact (book_id, resident_id, id),
    constraint choice_kin foreign key (book_id, resident_id, kin_fact_id)
        references registry.kin_fact (book_id, resident_id, id)
);

create table registry.household (
    book_id     int  not null references registry.book,
    id          uuid not null,
    -- The number in the commune's paper book, as written; not unique (books were restarted).
    book_no     text check (length(book_no) between 1 and 40),
    phone       text check (phone ~ '^[0-9+][0-9 .-]{5,19}$'),
    opened_on   date not null,
    closed_on   date,
    closed_at   timestamptz,
    source      registry.said,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    entered_at  timestamptz not null default now(),
    primary key (book_id, id),
    constraint household_closed check ((closed_on is null) = (closed_at is null) and (closed_on is null or closed_on >= opened_on))
);

-- Where the household lives, since when; the last row counts.
create table registry.household_place (
    book_id       int  not null,
    household_id  uuid not null,
    id            bigint generated always as identity,
    settlement_id uuid not null,
    valid_from    date not null,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    entered_at    timestamptz not null default now(),
    primary key (book_id, household_id, id),
    constraint household_place_household foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint household_place_settlement foreign key (book_id, settlement_id) references registry.settlement (book_id, id)
);
create index household_place_settlement_key on registry.household_place (book_id, settlement_id);

create table registry.household_member (
    book_id      int  not null,
    household_id uuid not null,
    resident_id  uuid not null,
    id           bigint generated always as identity,
    -- The household one belongs to; a guest elsewhere is a second row with principal = false.
    principal    boolean not null default true,
    relation     text not null references registry.relation,
    -- The word that was written, where the code says less ("con": natural or adopted).
    declared     text check (length(declared) between 1 and 100),
    valid_from   date not null,
    valid_to     date not null default 'infinity',
    ended_by_way text check (ended_by_way in ('death', 'departure', 'transfer', 'moved', 'head_changed', 'withdrawn', 'corrected')),
    ended_at     timestamptz,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    entered_at   timestamptz not null default now(),
    seal         smallint not null default 0,
    primary key (book_id, household_id, resident_id, id),
    constraint household_member_household foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint household_member_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint household_member_period check (valid_from <= valid_to),
    constraint household_member_ended check (
        (valid_to = 'infinity') = (ended_by_way is null) and (ended_by_way is null) = (ended_at is null)),
    -- Within a book the database itself refuses both (A6); across books a check finds them.
    constraint household_member_one_principal
        exclude using gist (book_id with =, resident_id with =, daterange(valid_from, valid_to) with &&)
        where (principal),
    constraint household_one_head
        exclude using gist (book_id with =, household_id with =, daterange(valid_from, valid_to) with &&)
        where (relation = '01')
);
create index household_member_resident_key on registry.household_member (book_id, resident_id);

-- Poverty belongs to a household for a review year, by decision (R6.2); no row is "unassessed", never "not poor" (R6.4).
create table registry.poverty_status (
    book_id        int  not null,
    household_id   uuid not null,
    id             bigint generated always as identity,
    review_year    smallint not null check (review_year between 2000 and 2200),
    class          text not null check (class in ('POOR', 'NEAR_POOR', 'AVERAGE', 'ABOVE')),
    decision_no    registry.said,
    certificate_no registry.said,
    valid_from     date not null,
    valid_to       date not null default 'infinity',
    recorded_at    timestamptz not null default now(),
    recorded_by    int  not null,
    entered_at     timestamptz not null default now(),
    primary key (book_id, household_id, id),
    constraint poverty_status_household foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint poverty_status_period check (valid_from < valid_to)
);

-- Birth, death, arrival, departure, return: with a date as precise as it was told, and what followed from it (A12).
create table registry.life_event (
    book_id       int  not null,
    resident_id   uuid not null,
    id            uuid not null,
    kind          text not null check (kind in ('birth', 'death', 'arrival', 'departure', 'return')),
    written       text not null check (length(written) between 1 and 200),
    earliest      date not null,
    latest        date not null,
    -- The day from which the register acts on it: by default the latest possible one, never after the day of recording.
    effective_on  date not null,
    place         text check (length(place) between 1 and 300),
    said_by       registry.said not null,
    source        registry.said,
    carried_from  int  references registry.book,
    recorded_at   timestamptz not null default now(),
    recorded_by   int  not null,
    entered_at    timestamptz not null default now(),
    seal          smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint life_event_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint life_event_dates check (earliest <= latest and effective_on <= latest)
);
create unique index life_event_one_death on registry.life_event (book_id, resident_id) where kind = 'death';

-- What an event closed or opened, so that it can be seen and, where it was wrong, undone by a counter-entry.
create table registry.life_event_consequence (
    book_id      int  not null,
    resident_id  uuid not null,
    event_id     uuid not null,
    id           bigint generated always as identity,
    consequence  text not null check (consequence in (
        'stay_closed', 'stay_opened', 'membership_ended', 'household_without_head', 'number_kept')),
    subject      text not null,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    seal         smallint not null default 0,
    primary key (book_id, resident_id, event_id, id),
    constraint life_event_consequence_event foreign key (book_id, resident_id, event_id)
        references registry.life_event (book_id, resident_id, id)
);

-- Numbers confirmed by a decision, unique over all books by their own key; without foreign key, so that the table can
-- stand alone where books are spread over machines. A cancelled number stays reserved (R1.1, R1.8).
create table registry.personal_number (
    number      text primary key check (number ~ '^[0-9]{12}$'),
    book_id     int  not null,
    resident_id uuid not null,
    state       text not null check (state in ('confirmed', 'cancelled')),
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0
);
create unique index personal_number_one_confirmed
    on registry.personal_number (book_id, resident_id) where state = 'confirmed';

-- Set up, cancelled, re-established: recorded as reported, never generated (R1.8, R1.11, C9).
create table registry.personal_number_event (
    book_id     int  not null,
    resident_id uuid not null,
    id          bigint generated always as identity,
    number      text not null check (number ~ '^[0-9]{12}$'),
    kind        text not null check (kind in ('confirmed', 'cancelled', 're_established')),
    happened_on date,
    reason      registry.said not null,
    rests_on    registry.said not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    entered_at  timestamptz not null default now(),
    seal        smallint not null default 0,
    primary key (book_id, resident_id, id),
    constraint personal_number_event_resident
        foreign key (book_id, resident_id) references registry.resident (book_id, id)
);

-- Officers see the books of their grants and add to those they edit. What was said stays as it was said: no login role
-- may update or delete a fact, and closing a period is done by functions.
do $$
declare
    guarded text;
begin
    foreach guarded in array array[
        'settlement', 'settlement_status', 'resident', 'stay', 'name_fact', 'birth_fact', 'attribute_fact', 'origin_claim',
        'paper_fact', 'kin_fact', 'choice', 'household', 'household_place', 'household_member', 'poverty_status',
        'life_event', 'life_event_consequence', 'personal_number', 'personal_number_event']
    loop
        call auth.protect(format('registry.%I', guarded)::regclass);
        execute format('grant select on registry.%I to sogoc_app, sogoc_import, sogoc_register, sogoc_jobs', guarded);
        execute format('grant insert on registry.%I to sogoc_import', guarded);
    end loop;
end
$$;

-- The service says what was said; since when it is believed, and when it came, the database says.
grant insert (book_id, id, recorded_by) on registry.settlement to sogoc_app;
grant insert (book_id, settlement_id, kind, name, name_key, code, valid_from, decision, recorded_by)
    on registry.settlement_status to sogoc_app;
grant insert (book_id, id, recorded_by) on registry.resident to sogoc_app;
grant insert (book_id, resident_id, opened_on, opened_by_way, recorded_by) on registry.stay to sogoc_app;
grant insert (book_id, resident_id, kind, name, valid_from, valid_to, said_by, said_on, basis, source, recorded_by)
    on registry.name_fact to sogoc_app;
grant insert (book_id, resident_id, answer, written, "precision", calendar, basis, age_kind, candidates,
              earliest, latest, said_by, said_on, source, recorded_by) on registry.birth_fact to sogoc_app;
grant insert (book_id, resident_id, attribute, answer, sex, ethnic_code, phone, religion, year, declared, said_by, said_on,
              basis, source, recorded_by) on registry.attribute_fact to sogoc_app;
grant insert (book_id, resident_id, position, answer, written, province_text, district_text, commune_text, village_text,
              area_id, resolved_level, unsure_below, year_from, year_to, said_by, said_on, source, recorded_by)
    on registry.origin_claim to sogoc_app;
grant insert (book_id, resident_id, kind, number, issued_on, said_by, said_on, source, recorded_by)
    on registry.paper_fact to sogoc_app;
grant insert (book_id, resident_id, kind, answer, name, tokens, kin_book_id, kin_id, said_by, said_on, source, recorded_by)
    on registry.kin_fact to sogoc_app;
grant insert (book_id, resident_id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, reason, rests_on,
              recorded_by) on registry.choice to sogoc_app;
grant insert (book_id, id, book_no, phone, opened_on, source, recorded_by) on registry.household to sogoc_app;
grant insert (book_id, household_id, settlement_id, valid_from, recorded_by) on registry.household_place to sogoc_app;
grant insert (book_id, household_id, resident_id, principal, relation, declared, valid_from, recorded_by)
    on registry.household_member to sogoc_app;
grant insert (book_id, household_id, review_year, class, decision_no, certificate_no, valid_from, valid_to, recorded_by)
    on registry.poverty_status to sogoc_app;

-- The search function reads keys, never what stands behind them.
grant select (book_id, resident_id, id, kind, name, seal) on registry.name_fact to sogoc_search;
