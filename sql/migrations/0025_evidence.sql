-- 0025_evidence.sql: what an identity case rests on: evidence with its files, witnesses, letters as they were sent; how much
-- all of it weighs; and the decisions that make a fact current because of it (B4, B5, B11).
--
-- All of it is added and never changed. What turns out to be wrong is set aside with a reason, and stops counting.

set local role sogoc_owner;

-- Kinds of evidence: which parameter weighs one, and how many of a case count; sql/reference/evidence_kind.csv.
create table registry.evidence_kind (
    code            text primary key,
    name_vi         text not null,
    name_en         text not null,
    parameter       text not null references registry.parameter check (parameter like 'evidence.%'),
    counted_at_most smallint not null check (counted_at_most between 1 and 20),
    -- A paper that somebody saw, hence a scan of it is to be kept.
    is_paper        boolean not null
);
grant select on registry.evidence_kind to sogoc_office, sogoc_app, sogoc_jobs;
grant select on registry.parameter to sogoc_app;

create table registry.evidence (
    book_id      int  not null,
    id           uuid not null,
    resident_id  uuid not null,
    -- Null: seen before there was a case, and counted in whichever comes.
    case_id      uuid,
    kind         text not null references registry.evidence_kind,
    -- Where it comes from.
    issued_by    registry.said,
    issued_on    date,
    says         text not null,
    -- Who of the resident's kin stands in some book already, and as what.
    kin_relation text,
    kin_book_id  int,
    kin_id       uuid,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    seal         smallint not null default 0,
    primary key (book_id, id),
    constraint evidence_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint evidence_case foreign key (book_id, case_id) references registry.identity_case (book_id, id),
    constraint evidence_kin foreign key (kin_book_id, kin_id) references registry.resident (book_id, id),
    constraint evidence_says check (length(btrim(says)) between 3 and 2000),
    constraint evidence_kin_named check (
        (kind = 'kin_already_registered') = (kin_id is not null)
        and (kin_id is null) = (kin_book_id is null) and (kin_id is null) = (kin_relation is null)),
    constraint evidence_kin_relation check (kin_relation in (
        'father', 'mother', 'spouse', 'child', 'sibling', 'grandparent', 'grandchild', 'uncle_or_aunt', 'nephew_or_niece',
        'cousin')),
    constraint evidence_kin_not_oneself check (kin_id is distinct from resident_id)
);
create index evidence_resident_key on registry.evidence (book_id, resident_id);
create index evidence_case_key on registry.evidence (book_id, case_id) where case_id is not null;
create index evidence_kin_key on registry.evidence (kin_book_id, kin_id) where kin_id is not null;
call registry.protect_procedure('registry.evidence');

-- The files of a piece of evidence, by what they hold: the bytes lie outside the database under this name.
create table registry.evidence_file (
    book_id     int   not null,
    evidence_id uuid  not null,
    sha256      bytea not null check (length(sha256) = 32),
    length      int   not null check (length > 0),
    media_type  text  not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    recorded_at timestamptz not null default now(),
    recorded_by int   not null,
    seal        smallint not null default 0,
    primary key (book_id, evidence_id, sha256),
    constraint evidence_file_evidence foreign key (book_id, evidence_id) references registry.evidence (book_id, id)
);
create index evidence_file_sha256 on registry.evidence_file (sha256);
call registry.protect_procedure('registry.evidence_file');

-- What a witness says of somebody in a case.
create table registry.attestation (
    book_id                   int  not null,
    id                        uuid not null,
    case_id                   uuid not null,
    resident_id               uuid not null,
    -- A resident of some book, or somebody without a record, by name and by where and with whom he lives.
    witness_book_id           int,
    witness_id                uuid,
    witness_name              text,
    witness_lives             text,
    -- How the witness knows the person.
    knows                     registry.said not null,
    says                      text not null,
    stated_on                 date not null,
    -- A valid paper that the officer has seen; null: none. Whether the witness has a number, the register knows.
    paper_kind                text references registry.paper_kind,
    -- Where the witness lived when he said it; null where no household is known.
    witness_household_book_id int,
    witness_household_id      uuid,
    own_household             boolean not null,
    recorded_at               timestamptz not null default now(),
    recorded_by               int  not null,
    seal                      smallint not null default 0,
    primary key (book_id, id),
    constraint attestation_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint attestation_case foreign key (book_id, case_id) references registry.identity_case (book_id, id),
    constraint attestation_witness foreign key (witness_book_id, witness_id) references registry.resident (book_id, id),
    constraint attestation_household foreign key (witness_household_book_id, witness_household_id)
        references registry.household (book_id, id),
    constraint attestation_of_one_witness check (
        num_nonnulls(witness_id, witness_name) = 1 and (witness_id is null) = (witness_book_id is null)
        and (witness_name is null) = (witness_lives is null)),
    constraint attestation_witness_name check (length(btrim(witness_name)) between 1 and 200),
    constraint attestation_witness_lives check (length(btrim(witness_lives)) between 3 and 300),
    constraint attestation_not_oneself check (witness_id is distinct from resident_id),
    constraint attestation_says check (length(btrim(says)) between 3 and 2000),
    constraint attestation_household_whole check ((witness_household_id is null) = (witness_household_book_id is null)),
    -- Papers that say who their holder is; of the old ones the last ran out with 2024 (R2.9).
    constraint attestation_paper check (
        paper_kind in ('cccd', 'cccd_ma_vach', 'cccd_gan_chip', 'can_cuoc', 'giay_chung_nhan_can_cuoc')
        or paper_kind in ('cmnd', 'cmnd_9', 'cmnd_12') and stated_on <= '2024-12-31')
);
create index attestation_case_key on registry.attestation (book_id, case_id);
create index attestation_resident_key on registry.attestation (book_id, resident_id);
create index attestation_witness_key on registry.attestation (witness_book_id, witness_id) where witness_id is not null;
call registry.protect_procedure('registry.attestation');

-- Evidence that is none, a witness who takes back what he said: kept, and no longer counted.
create table registry.set_aside (
    book_id        int  not null,
    id             uuid not null,
    evidence_id    uuid,
    attestation_id uuid,
    reason         text not null,
    recorded_at    timestamptz not null default now(),
    recorded_by    int  not null,
    seal           smallint not null default 0,
    primary key (book_id, id),
    constraint set_aside_evidence foreign key (book_id, evidence_id) references registry.evidence (book_id, id),
    constraint set_aside_attestation foreign key (book_id, attestation_id) references registry.attestation (book_id, id),
    constraint set_aside_one check (num_nonnulls(evidence_id, attestation_id) = 1),
    constraint set_aside_reason check (length(btrim(reason)) between 3 and 500)
);
create unique index set_aside_evidence_once on registry.set_aside (book_id, evidence_id) where evidence_id is not null;
create unique index set_aside_attestation_once on registry.set_aside (book_id, attestation_id) where attestation_id is not null;
call registry.protect_procedure('registry.set_aside');

-- A request's letter as it was sent: the bytes lie outside the database under their hash, and "again" means these (B11).
create table registry.letter (
    book_id     int   not null,
    request_id  uuid  not null,
    media_type  text  not null check (media_type in ('text/html', 'application/pdf')),
    sha256      bytea not null check (length(sha256) = 32),
    length      int   not null check (length > 0),
    recorded_at timestamptz not null default now(),
    recorded_by int   not null,
    seal        smallint not null default 0,
    primary key (book_id, request_id, media_type),
    constraint letter_request foreign key (book_id, request_id) references registry.verification_request (book_id, id)
);
call registry.protect_procedure('registry.letter');

-- A place of origin can be chosen like any other fact.
alter table registry.choice
    add column origin_claim_id bigint,
    add constraint choice_origin foreign key (book_id, resident_id, origin_claim_id)
        references registry.origin_claim (book_id, resident_id, id),
    drop constraint choice_of_one_fact,
    add constraint choice_of_one_fact check (
        num_nonnulls(name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, origin_claim_id) = 1);
create policy decisions on registry.choice for insert to sogoc_office with check (true);
grant insert on registry.choice to sogoc_office;
grant usage on sequence registry.choice_id_seq to sogoc_office;

-- Which fact the register goes by from now on, who decided it, why, and on what it rests.
create table registry.decision (
    book_id     int  not null,
    id          uuid not null,
    case_id     uuid not null,
    resident_id uuid not null,
    attribute   text not null,
    choice_id   bigint not null,
    reason      text not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, id),
    constraint decision_case foreign key (book_id, case_id) references registry.identity_case (book_id, id),
    constraint decision_choice foreign key (book_id, resident_id, choice_id)
        references registry.choice (book_id, resident_id, id),
    constraint decision_attribute check (attribute ~ '^(name[.][A-Z_]+|birth|sex|origin)$'),
    constraint decision_reason check (length(btrim(reason)) between 3 and 500)
);
create index decision_case_key on registry.decision (book_id, case_id);
call registry.protect_procedure('registry.decision');

create table registry.decision_basis (
    book_id        int  not null,
    decision_id    uuid not null,
    id             bigint generated always as identity,
    evidence_id    uuid,
    attestation_id uuid,
    request_id     uuid,
    reply_id       uuid,
    recorded_at    timestamptz not null default now(),
    recorded_by    int  not null,
    seal           smallint not null default 0,
    primary key (book_id, decision_id, id),
    constraint decision_basis_decision foreign key (book_id, decision_id) references registry.decision (book_id, id),
    constraint decision_basis_evidence foreign key (book_id, evidence_id) references registry.evidence (book_id, id),
    constraint decision_basis_attestation foreign key (book_id, attestation_id)
        references registry.attestation (book_id, id),
    constraint decision_basis_reply foreign key (book_id, request_id, reply_id)
        references registry.verification_reply (book_id, request_id, id),
    constraint decision_basis_one check (
        num_nonnulls(evidence_id, attestation_id, reply_id) = 1 and (request_id is null) = (reply_id is null))
);
call registry.protect_procedure('registry.decision_basis');

revoke update on registry.evidence, registry.evidence_file, registry.attestation, registry.set_aside, registry.letter,
    registry.decision, registry.decision_basis from sogoc_office;

-- Whoever approves in a book decides which fact is current there, and the versions follow: the derivation works under its
-- caller's reach, which until now was to edit. What it may write besides stays with those who edit.
create policy approve_reach_lock on registry.resident for update to sogoc_register
    using (book_id = any ((select auth.approve_books())::int[]) and seal <= (select auth.clearance())) with check (false);
create policy approve_reach_insert on registry.resident_version for insert to sogoc_register
    with check (book_id = any ((select auth.approve_books())::int[]) and seal <= (select auth.clearance()));
create policy approve_reach_update on registry.resident_version for update to sogoc_register
    using (book_id = any ((select auth.approve_books())::int[]) and seal <= (select auth.clearance()))
    with check (book_id = any ((select auth.approve_books())::int[]) and seal <= (select auth.clearance()));
create policy approve_reach_insert on registry.birth_year for insert to sogoc_register
    with check (book_id = any ((select auth.approve_books())::int[]) and seal <= (select auth.clearance()));
create policy approve_reach_delete on registry.birth_year for delete to sogoc_register
    using (book_id = any ((select auth.approve_books())::int[]));

reset role;
set local role sogoc_register;
grant execute on function derive.refresh(int, uuid) to sogoc_office;
reset role;
