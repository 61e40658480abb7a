-- disorder.fixture.sql: a register in which whatever may go wrong has gone wrong, to a tenth of its people and all at once,
-- as far as its constraints allow. Planted in a loaded district, in a transaction of a superuser, without triggers and
-- foreign keys. What a check finds here is not said: that it comes to a result is what matters.

set local session_replication_role = replica;
select setseed(0.5);

create temp table someone on commit drop as
select chosen.book_id, chosen.id, chosen.book_id % 10 + 1 as elsewhere, row_number() over () as n
from (select * from registry.resident order by random() limit (select count(*) / 10 from registry.resident)) as chosen;

-- Everybody with the next of three, and with one of the first few, who are named again and again.
create temp table pair on commit drop as
select one.*, two.book_id as other_book, two.id as other_id, few.book_id as few_book, few.id as few_id
from someone as one
join someone as two on two.n = one.n - one.n % 3 + (one.n + 1) % 3
join someone as few on few.n = one.n % 5 + 1 and few.id <> one.id;

-- Twice in the register, sealed here and there, moved, died, came back.
insert into registry.resident (book_id, id, recorded_by, seal) select elsewhere, id, 1, n % 3 from someone where n % 2 = 0;
insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by)
select elsewhere, id, '2024-02-02', 'transfer', 1 from someone where n % 2 = 0;
insert into registry.stay
    (book_id, resident_id, opened_on, opened_by_way, closed_on, closed_by_way, closed_at, moved_to_book, recorded_by)
select book_id, id, date '1990-01-01' + year * 365, 'return', date '1990-01-02' + year * 365, way, now(),
       case way when 'transfer' then (book_id + year) % 10 + 1 end, 1
from someone, generate_series(1, 4) as year, lateral (select (array['transfer', 'death'])[year % 2 + 1] as way) as left_by;
insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
select elsewhere, id, 'BIRTH', 'NAM 2', 'x', 'statement', 1 from someone where n % 2 = 0;
update registry.resident set seal = 1 where id in (select id from someone where n % 3 = 0);
update registry.paper_fact set seal = 2 where resident_id in (select id from someone where n % 7 = 0);

-- Kin in circles and across books, each told twice.
insert into registry.kin_fact (book_id, resident_id, kind, answer, kin_book_id, kin_id, said_by, recorded_by)
select pair.book_id, pair.id, kind, 'stated', named.book_id, named.id, 'x', 1
from pair
cross join unnest(array['father', 'mother', 'spouse', 'guardian']) as kind
cross join lateral (values (other_book, other_id), (few_book, few_id)) as named (book_id, id);
insert into registry.choice (book_id, resident_id, attribute, kin_fact_id, reason, recorded_by)
select fact.book_id, fact.resident_id, 'kin.' || fact.kind, fact.id, 'xxx', 1
from registry.kin_fact as fact
where fact.said_by = 'x' and random() < 0.5;

-- Numbers of others, of nobody and of no province, with half a history.
insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
select kind || lpad((n * 5 + kind)::text, 11, '1'), case kind when 2 then elsewhere else book_id end,
       case kind when 3 then gen_random_uuid() else id end, case kind when 4 then 'cancelled' else 'confirmed' end, 1
from someone, generate_series(0, 4) as kind
on conflict do nothing;
insert into registry.personal_number_event
    (book_id, resident_id, number, kind, ground, happened_on, reason, rests_on, recorded_by)
select pair.book_id, pair.id, known.number, told.kind, case when told.kind = 'cancelled' then 'collection_error' end, '1900-01-01',
       'xxx', 'xxx', 1
from pair
cross join lateral (select (array['confirmed', 'cancelled', 're_established'])[n % 3 + 1] as kind) as told
join registry.personal_number as known on known.resident_id in (pair.other_id, pair.few_id);
insert into registry.paper_fact (book_id, resident_id, kind, number, issued_on, said_by, recorded_by)
select pair.book_id, pair.id, (array['cccd', 'khai_sinh', 'cmnd', 'cmnd_9'])[(n + time) % 4 + 1], known.number, '1900-01-01',
       'x', 1
from pair
join registry.personal_number as known on known.resident_id = pair.few_id
cross join generate_series(1, 3) as time;

-- Facts that contradict each other, and choices of the wrong ones.
insert into registry.birth_fact (
    book_id, resident_id, answer, written, "precision", calendar, basis, candidates, earliest, latest, said_by, said_on,
    recorded_by)
select book_id, id, 'stated', 'x', 'day', 'solar', 'declaration', datemultirange(daterange(day, day, '[]')), day, day, 'x', day, 1
from someone, unnest(array['2030-01-01', '1900-01-01', '2030-01-01']::date[]) as day;
insert into registry.attribute_fact
    (book_id, resident_id, attribute, answer, year, sex, ethnic_code, declared, said_by, basis, recorded_by)
select book_id, id, attribute, 'stated', case attribute when 'arrival_year' then 1901 end, case attribute when 'sex' then 'M' end,
       case attribute when 'ethnicity' then '55' end, 'x', 'x', 'statement', 1
from someone, unnest(array['arrival_year', 'arrival_year', 'sex', 'ethnicity']) as attribute;
insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by)
select fact.book_id, fact.resident_id, attribute, fact.id, 'xxx', 1
from registry.birth_fact as fact
cross join unnest(array['birth', 'sex', 'name.BIRTH', 'kin.mother', 'papers']) as attribute
where fact.written = 'x' and random() < 0.5;
insert into registry.origin_claim
    (book_id, resident_id, position, answer, area_id, resolved_level, year_from, said_by, recorded_by)
select book_id, id, 1, 'stated', (select min(area.id) from registry.area where area.level = level.name), 'commune', 1900, 'x', 1
from someone, unnest(array['district', 'province', 'commune']) as level (name);

-- Households in two books, with heads and guests enough, closed or poor in every way.
insert into registry.household (book_id, id, opened_on, recorded_by)
select distinct member.book_id % 10 + 1, member.household_id, date '2020-01-01', 1
from registry.household_member as member
join someone on (someone.book_id, someone.id) = (member.book_id, member.resident_id);
insert into registry.household_member (book_id, household_id, resident_id, principal, relation, valid_from, recorded_by)
select case when is_here then member.book_id else member.book_id % 10 + 1 end, member.household_id, member.resident_id,
       not is_here, (array['01', '02', '03', '04', '08', '09'])[(member.id + time) % 6 + 1], '2024-03-03', 1
from registry.household_member as member
join someone on (someone.book_id, someone.id) = (member.book_id, member.resident_id)
cross join unnest(array[true, false]) as is_here
cross join generate_series(1, 2) as time
on conflict do nothing;
update registry.household set closed_on = opened_on, closed_at = now() where random() < 0.05;
insert into registry.poverty_status (book_id, household_id, review_year, class, valid_from, recorded_by)
select home.book_id, home.id, 2023 + time % 2, (array['POOR', 'NEAR_POOR', 'AVERAGE', 'ABOVE'])[(random() * 3)::int + 1],
       '2024-01-01', 1
from registry.household as home, generate_series(1, 5) as time
where random() < 0.1;
insert into registry.household_place (book_id, household_id, settlement_id, valid_from, recorded_by)
select home.book_id, home.id, gen_random_uuid(), '2024-01-01', 1 from registry.household as home where random() < 0.05;
insert into registry.settlement (book_id, id, recorded_by) select book_id, id, 1 from someone where n % 20 = 0;

-- Born and dead at any time.
insert into registry.life_event (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by, recorded_by)
select book_id, id, gen_random_uuid(), kind, 'x', day, day + 9, day, 'x', 1
from someone, unnest(array['birth', 'death', 'arrival', 'departure', 'birth']) as kind,
     lateral (select date '1900-01-01' + n::int % 40000 + length(kind) as day) as happened
on conflict do nothing;

-- Cases in any state and of anybody, waiting for each other, with letters that belong to others and are answered at any time.
insert into registry.identity_case (
    book_id, id, resident_id, state, revision, opened_on, since, due_on, round, outcome, decided_at, withdrawal, waits_for_book,
    waits_for_case, recorded_by)
select pair.book_id, pair.id, pair.id, stands.state, n::int % 5 + 1, '2024-01-01', '2024-01-01', date '2024-01-01' + n::int % 900,
       n::int % 2 + 1, case when stands.state in ('decided', 'numbered', 'closed') then 'identified' end,
       case when stands.state in ('decided', 'numbered', 'closed') then now() end,
       case stands.state when 'withdrawn' then 'dead' end,
       case stands.state when 'held' then pair.other_book end, case stands.state when 'held' then pair.other_id end, 1
from pair
cross join lateral (select (array[
    'declared', 'claimed', 'searched', 'awaiting_reply', 'replied', 'gathering', 'proposed', 'escalated', 'decided', 'numbered',
    'closed', 'withdrawn', 'held'])[n % 13 + 1] as state) as stands
on conflict do nothing;
insert into registry.case_event (book_id, case_id, round, revision, step, from_state, to_state, on_day, actor, actor_name)
select known.book_id, known.id, time, time, step, came_from, known.state, '2024-01-01', 1, 'x'
from registry.identity_case as known
cross join lateral (values (1, 'propose', 'gathering'), (3, 'decide', 'proposed'), (7, 'decide', 'escalated'))
    as event (time, step, came_from);
insert into registry.verification_request (
    book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province, name_fact_id, name,
    name_kind, claim_id, channel, sent_on, due_on, recorded_by)
select pair.book_id, pair.id, pair.other_id, pair.few_id, 2020 + n % 5, n * 3, 'x', 1, 'x', '02', 'x', n, 'x ' || n, 'BIRTH', n, 'post',
       '2024-01-01', date '2024-01-01' + n::int % 900, 1
from pair
on conflict do nothing;
insert into registry.verification_reply (book_id, request_id, id, received_on, outcome, recorded_by)
select book_id, id, gen_random_uuid(), '1999-01-01', outcome, 1
from someone, unnest(array['MATCH', 'WITHDRAWN', 'NOT_FOUND']) as outcome
where n % 4 = 0;
insert into registry.running_number (book_id, register, year, last)
select distinct book_id, 'verification', 2022, 7 from someone;

-- Rows taken back twice, and half an import.
update registry.import_record set withdrawn_at = now() where resident_id in (select id from someone);
insert into registry.import_record
    (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by, withdrawn_at)
select known.book_id, known.import_id, known.kind, known.record_id || '-2', known.batch, known.source, known.resident_id, 1, now()
from registry.import_record as known
join someone on (someone.book_id, someone.id) = (known.book_id, known.resident_id);
update registry.import set withdrawn_at = now(), withdrawn_by = 1 where id % 2 = 0;

-- Beliefs that follow from nothing.
update registry.resident_version as version
set household_id = case n % 4 when 0 then null else version.household_id end, papers = null, settlement_id = null,
    status = (array['present', 'present', 'departed', 'dead'])[n % 4 + 1], sex = (array['M', 'F', null])[n % 3 + 1],
    name = (array['NAM 2', 'Nam', 'A  Nam', U&'A N\0430m', version.name])[n % 5 + 1],
    name_kind = (array['BIRTH', 'TEKNONYM'])[n % 2 + 1],
    born_ranges = case n % 7 when 0 then null else version.born_ranges end,
    believed_to = case n % 11 when 0 then timestamptz '2100-01-01' else version.believed_to end
from someone
where (someone.book_id, someone.id) = (version.book_id, version.resident_id);
update registry.household_version
set members = revision % 3, head_id = null, settlement_id = null, poverty_class = 'POOR' where random() < 0.1;
delete from registry.birth_year where random() < 0.02;

-- Papers in both books, of the dead and of those without a number, past every day and not as the record says.
insert into registry.card (
    book_id, id, resident_id, state, ground, requested_on, due_on, applicant, face, fingerprints, iris, issued_on, expires_on,
    expiry_certain, printed, printed_on, handed_over_on, recorded_by)
select place.book_id, gen_random_uuid(), id, made.state, 'first', '2018-01-01', '2018-02-01', 'self', 'yes', 'yes', 'yes',
       case when made.state <> 'requested' then date '2019-01-01' end,
       case when made.state <> 'requested' then date '2020-01-01' end, case when made.state <> 'requested' then true end,
       case when made.state <> 'requested' then '{}'::jsonb end, case when made.state <> 'requested' then date '2019-01-01' end,
       case made.state when 'handed_over' then date '2019-01-02' end, 1
from someone
cross join lateral (values (someone.book_id), (elsewhere)) as place (book_id)
cross join lateral (values ('handed_over'), (case n % 2 when 0 then 'requested' else 'printed' end)) as made (state)
where place.book_id = someone.book_id or n % 2 = 0;
insert into registry.e_identity (
    book_id, id, resident_id, level, state, card_book_id, card_id, phone_answer, own_name, requested_on, due_on, notified_on,
    activate_by, recorded_by)
select card.book_id, gen_random_uuid(), card.resident_id, 2, 'granted', card.book_id, card.id, 'unknown', 'unknown',
       '2018-01-01', '2018-01-04', '2018-01-05', '2018-01-12', 1
from registry.card
where card.state = 'handed_over';
insert into registry.birth_certificate (
    book_id, id, resident_id, register_year, number, registered_on, is_late, basis, basis_document, mother_answer,
    father_answer, parents_married, declared_by, registrar, signer, recorded_by)
select place.book_id, gen_random_uuid(), id, 2018, n * 2, '2018-04-10', case n % 3 when 0 then true when 1 then false end,
       'commitment', 'xxx', 'unknown', 'refused', 'no', 'x', 'x', 'y', 1
from someone
cross join lateral (values (someone.book_id), (elsewhere)) as place (book_id)
where place.book_id = someone.book_id or n % 2 = 0;

set local session_replication_role = origin;
-- As after a day on which that much was changed.
analyze;
