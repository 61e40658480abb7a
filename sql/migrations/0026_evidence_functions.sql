-- 0026_evidence_functions.sql: recording what a case rests on, weighing it, and deciding by it.
--
-- What is recorded needs the officer of the book; a decision needs whoever may decide the case at its present state, and
-- other eyes than those that gathered what it rests on (B9). Days are those of the one clock (jobs.today).

set local role sogoc_office;

-- The case within the caller's view, held for a statement about it; SG404 where it is out of reach or is not there.
create function cases.hold_for_evidence(book int, of_case uuid) returns registry.identity_case
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
begin
    select * into known from registry.identity_case as found
    where (found.book_id, found.id) = (book, of_case) for no key update;
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such case' using errcode = 'SG404';
    elsif known.state in ('closed', 'withdrawn') then
        perform cases.refuse('case_is_over');
    end if;
    return known;
end
$$;

-- A resident of whatever book whom the caller sees; SG404 else, so that a link tells nobody who stands in another book.
create function cases.require_seen(book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (
        select from registry.resident as seen
        where (seen.book_id, seen.id) = (book, resident) and seen.book_id = any (auth.view_books())
          and seen.seal <= auth.clearance())
    then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
end
$$;

-- Refuses a value as a constraint of its table would.
create function cases.refuse_value(broken text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'the value does not do' using errcode = '23514', constraint = broken;
end
$$;

-- Recording ---------------------------------------------------------------------------------------------------------------

create function cases.record_evidence(
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
end
$$;

-- A file of a piece of evidence; once more changes nothing.
create function cases.attach_file(book int, evidence uuid, sha256 bytea, length int, media_type text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.evidence;
begin
    select * into known from registry.evidence as found where (found.book_id, found.id) = (book, evidence);
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such evidence' using errcode = 'SG404';
    end if;
    insert into registry.evidence_file (book_id, evidence_id, sha256, length, media_type, recorded_by, seal)
    values (book, evidence, attach_file.sha256, attach_file.length, attach_file.media_type, caller, known.seal)
    on conflict on constraint evidence_file_pkey do nothing;
end
$$;

-- `witness` with its book, or a name and where and with whom the witness lives.
create function cases.attest(
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
end
$$;

-- Evidence or an attestation that does not count any more, with the reason; once.
create function cases.set_aside(book int, id uuid, evidence uuid, attestation uuid, reason text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    hidden smallint;
begin
    select found.seal into hidden
    from (
        select seal, registry.evidence.id from registry.evidence where book_id = book and registry.evidence.id = set_aside.evidence
        union all
        select seal, registry.attestation.id from registry.attestation
        where book_id = book and registry.attestation.id = set_aside.attestation
    ) as found;
    if hidden is null or hidden > auth.clearance() then
        raise exception 'no such statement' using errcode = 'SG404';
    end if;
    insert into registry.set_aside (book_id, id, evidence_id, attestation_id, reason, recorded_by, seal)
    values (book, set_aside.id, set_aside.evidence, set_aside.attestation, set_aside.reason, caller, hidden);
end
$$;

-- A request's letter in both forms, as it goes out; it is issued once.
create function cases.issue_letter(
    book int, request uuid, html_sha256 bytea, html_length int, pdf_sha256 bytea, pdf_length int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.verification_request;
begin
    select * into known from registry.verification_request as found where (found.book_id, found.id) = (book, request);
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such request' using errcode = 'SG404';
    end if;
    insert into registry.letter (book_id, request_id, media_type, sha256, length, recorded_by, seal)
    values (book, request, 'text/html', html_sha256, html_length, caller, known.seal),
           (book, request, 'application/pdf', pdf_sha256, pdf_length, caller, known.seal)
    on conflict (book_id, request_id, media_type) do nothing;
end
$$;

-- Weighing ----------------------------------------------------------------------------------------------------------------

-- Row by row what speaks for who the person is, how much it weighs by the district's parameters, and whether it counts: the
-- strength is the sum of the points that do. `reason` is one of the codes of cases.strength_reason.
--
--   evidence     by its kind's parameter, of a kind as many as registry.evidence_kind says; one and the same kin once
--   attestation  one for each witness, three at most, the best ones, of different households first. Until witnesses of
--                case.witness_households households other than the person's own have spoken, one voice alone.
--   reply        a place once, by the best that the last answers to its requests say
--   floor        what lifts a negative sum to zero
--   rule         what is lacking to case.threshold, where so many other households vouch for the person that their best
--                witnesses, one of each and three at most, weigh as much as one with papers from each of
--                case.witness_households: these suffice by rule (B5)
create function cases.weigh(book int, of_case uuid)
    returns table (kind text, source uuid, code text, points numeric, counted boolean, reason text, recorded_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with weighed_evidence as (
        select evidence.*, kind.counted_at_most, weight.value as points,
               case when aside.id is not null then 'set_aside'
                    when row_number() over same > 1 then 'same_kin'
               end as fault
        from registry.identity_case as known
        join registry.evidence
            on (evidence.book_id, evidence.resident_id) = (known.book_id, known.resident_id)
            and (evidence.case_id = known.id or evidence.case_id is null)
        join registry.evidence_kind as kind on kind.code = evidence.kind
        join registry.parameter as weight on weight.key = kind.parameter
        left join registry.set_aside as aside on (aside.book_id, aside.evidence_id) = (evidence.book_id, evidence.id)
        where (known.book_id, known.id) = (weigh.book, weigh.of_case)
        window same as (
            -- Whoever moved is one person in two books; other evidence is only ever the same as itself.
            partition by aside.id is null, evidence.kind, coalesce(evidence.kin_id, evidence.id)
            order by evidence.recorded_at, evidence.id)
    ),
    ranked_evidence as (
        select weighed_evidence.*,
               row_number() over (
                   partition by weighed_evidence.kind, weighed_evidence.fault is null
                   order by weighed_evidence.recorded_at, weighed_evidence.id) as rank
        from weighed_evidence
    ),
    evidence_part as (
        select 'evidence' as kind, id as source, ranked_evidence.kind as code, points,
               coalesce(fault, case when rank > counted_at_most then 'enough_of_kind' end) as fault, recorded_at
        from ranked_evidence
    ),
    -- Whether a witness has a number is asked now: one that was cancelled makes nobody a witness with papers.
    said as (
        select attestation.*, aside.id is not null as is_aside,
               attestation.paper_kind is not null or numbered.number is not null as documented,
               coalesce(attestation.witness_id::text, lower(btrim(attestation.witness_name))) as witness,
               case when attestation.own_household then null
                    else coalesce(attestation.witness_household_id::text, attestation.witness_id::text,
                                  lower(btrim(attestation.witness_lives)))
               end as other_household
        from registry.attestation
        left join registry.set_aside as aside on (aside.book_id, aside.attestation_id) = (attestation.book_id, attestation.id)
        left join registry.personal_number as numbered
            on (numbered.book_id, numbered.resident_id, numbered.state)
                = (attestation.witness_book_id, attestation.witness_id, 'confirmed')
        where (attestation.book_id, attestation.case_id) = (weigh.book, weigh.of_case)
    ),
    weighed_witness as (
        select said.*, case when documented then office.parameter('evidence.witness_documented')
                            else office.parameter('evidence.witness_undocumented') end as points,
               row_number() over (
                   partition by is_aside, witness, coalesce(witness_lives, '')
                   order by documented desc, recorded_at, id) as statement
        from said
    ),
    -- The best of each household before the second of any.
    voice as (
        select weighed_witness.*,
               row_number() over (partition by other_household order by points desc, recorded_at, id) as of_household
        from weighed_witness where not is_aside and statement = 1
    ),
    vouching as (
        select count(*) as households, coalesce(sum(points) filter (
                   where nth <= greatest(3, office.parameter('case.witness_households'))), 0) as points
        from (
            select voice.points, row_number() over (order by voice.points desc) as nth
            from voice where voice.other_household is not null and voice.of_household = 1
        ) as household
    ),
    ranked_voice as (
        select voice.id,
               row_number() over (
                   order by points desc, other_household is null, of_household, recorded_at, id) as rank
        from voice
    ),
    witness_part as (
        select 'attestation' as kind, weighed_witness.id as source,
               case when documented then 'witness_documented' else 'witness_undocumented' end as code, weighed_witness.points,
               case when is_aside then 'set_aside'
                    when statement > 1 then 'same_witness'
                    when ranked_voice.rank > 3 then 'enough_witnesses'
                    when ranked_voice.rank > 1 and vouching.households < office.parameter('case.witness_households')
                        then 'households_missing'
               end as fault, recorded_at
        from weighed_witness
        left join ranked_voice on ranked_voice.id = weighed_witness.id
        cross join vouching
    ),
    -- Of a request the last answer counts, of a place the best.
    answered as (
        select reply.id, reply.outcome, reply.recorded_at, reply.ordinal, request.area_id, weight.key is not null as has_weight,
               coalesce(weight.value, 0) as points,
               row_number() over (partition by request.id order by reply.ordinal desc) as of_request
        from registry.verification_request as request
        join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
        left join registry.parameter as weight on weight.key = 'evidence.reply_' || lower(reply.outcome)
        where (request.book_id, request.case_id) = (weigh.book, weigh.of_case)
    ),
    reply_part as (
        select 'reply' as kind, answered.id as source, answered.outcome as code, answered.points,
               case when of_request > 1 then 'answered_again'
                    when not has_weight then 'no_weight'
                    when row_number() over (
                        partition by area_id, of_request > 1 or not has_weight order by answered.points desc, ordinal) > 1
                        then 'same_place'
               end as fault, answered.recorded_at
        from answered
    ),
    part as (
        select * from evidence_part union all select * from witness_part union all select * from reply_part
    ),
    total as (
        select coalesce(sum(part.points) filter (where part.fault is null), 0) as points from part
    )
    select part.kind, part.source, part.code, part.points, part.fault is null, coalesce(part.fault, 'counted'),
           part.recorded_at
    from part
    union all
    select 'floor', null, 'never_below_zero', -total.points, true, 'never_below_zero', null
    from total where total.points < 0
    union all
    select 'rule', null, 'witnesses_suffice', office.parameter('case.threshold') - greatest(total.points, 0), true,
           'witnesses_suffice', null
    from total
    cross join vouching
    where vouching.households >= office.parameter('case.witness_households')
      and vouching.points >= office.parameter('case.witness_households') * office.parameter('evidence.witness_documented')
      and greatest(total.points, 0) < office.parameter('case.threshold')
$$;

-- How much speaks for who the person is: the sum of what counts, never below zero. Zero where the caller sees no such case.
create or replace function cases.strength(book int, case_id uuid) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- The nights read all books; whoever is signed in weighs what he sees.
    if session_user = 'sogoc_app' and not exists (
        select from registry.identity_case as known
        where (known.book_id, known.id) = (strength.book, strength.case_id)
          and known.book_id = any (auth.view_books()) and known.seal <= auth.clearance())
    then
        return 0;
    end if;
    return (
        select trunc(coalesce(sum(part.points) filter (where part.counted), 0))::int
        from cases.weigh(strength.book, strength.case_id) as part);
end
$$;

-- Why a part counts or does not, in words.
create function cases.strength_reason(code text) returns table (vi text, en text)
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select reason.vi, reason.en
    from (values
        ('counted', 'Được tính.', 'It counts.'),
        ('set_aside', 'Đã loại ra, kèm lý do.', 'It was set aside, with a reason.'),
        ('same_kin', 'Người thân này đã được tính.', 'This relative is counted already.'),
        ('enough_of_kind', 'Loại chứng cứ này đã tính đủ số lượng.', 'As many of this kind are counted as may be.'),
        ('same_witness', 'Người làm chứng này đã được tính một lần.', 'This witness is counted once already.'),
        ('enough_witnesses', 'Đã tính đủ ba người làm chứng.', 'Three witnesses are counted already.'),
        ('households_missing', 'Chưa đủ số hộ khác nhau có người làm chứng; mới tính một người.',
            'The witnesses come from too few households; until then one of them counts.'),
        ('same_place', 'Mỗi nơi tính một lần, theo trả lời có lợi nhất.', 'A place counts once, by the best of its answers.'),
        ('answered_again', 'Nơi được hỏi đã trả lời lại.', 'The place has answered again since.'),
        ('no_weight', 'Trả lời này không cộng, không trừ điểm.', 'This answer weighs nothing either way.'),
        ('never_below_zero', 'Tổng điểm không xuống dưới không.', 'The sum never falls below zero.'),
        ('witnesses_suffice', 'Đủ người làm chứng thuộc các hộ khác nhau: theo quy định là đủ.',
            'Enough households vouch for the person: that suffices by rule.')
    ) as reason (code, vi, en)
    where reason.code = strength_reason.code
$$;

-- The strength of a case of the caller's view, row by row, what counts first; no row of one that is out of reach.
create function cases.strength_parts(book int, of_case uuid)
    returns table (kind text, source uuid, code text, title_vi text, title_en text, points numeric, counted boolean,
                   reason text, reason_vi text, reason_en text)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if session_user = 'sogoc_app' and not exists (
        select from registry.identity_case as known
        where (known.book_id, known.id) = (book, of_case)
          and known.book_id = any (auth.view_books()) and known.seal <= auth.clearance())
    then
        return;
    end if;
    return query
        select part.kind, part.source, part.code,
               coalesce(evidence.name_vi, outcome.text_vi, case part.code
                   when 'witness_documented' then 'Người làm chứng có giấy tờ'
                   when 'witness_undocumented' then 'Người làm chứng không có giấy tờ'
                   when 'never_below_zero' then 'Không âm' else 'Quy định về người làm chứng' end),
               coalesce(evidence.name_en, outcome.text_en, case part.code
                   when 'witness_documented' then 'witness with papers'
                   when 'witness_undocumented' then 'witness without papers'
                   when 'never_below_zero' then 'never below zero' else 'the rule of witnesses' end),
               part.points, part.counted, part.reason, words.vi, words.en
        from cases.weigh(book, of_case) as part
        left join registry.evidence_kind as evidence on part.kind = 'evidence' and evidence.code = part.code
        left join registry.reply_outcome as outcome on part.kind = 'reply' and outcome.code = part.code
        cross join lateral cases.strength_reason(part.reason) as words
        order by part.counted desc, array_position(array['evidence', 'attestation', 'reply', 'floor', 'rule'], part.kind),
                 part.points desc, part.recorded_at, part.source;
end
$$;

-- Deciding ----------------------------------------------------------------------------------------------------------------

-- Makes a recorded fact the current one, because of what was gathered in the case: by whoever may decide the case where it
-- stands now, before the case itself is decided. `attribute` is name.KIND, birth, sex or origin, `fact` the id of a fact of
-- that kind, `expected` the case's revision that the caller has seen. The facts that are not chosen stay as they are.
create function cases.decide_fact(
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
    from registry.verification_reply as reply
    where reply.book_id = book and reply.id = any (decide_fact.replies);
    perform derive.refresh(book, known.resident_id);
end
$$;

grant execute on function
    cases.record_evidence(int, uuid, uuid, uuid, text, text, date, text, text, int, uuid),
    cases.attach_file(int, uuid, bytea, int, text),
    cases.attest(int, uuid, uuid, int, uuid, text, text, text, text, date, text),
    cases.set_aside(int, uuid, uuid, uuid, text), cases.issue_letter(int, uuid, bytea, int, bytea, int),
    cases.strength_parts(int, uuid),
    cases.decide_fact(int, uuid, uuid, int, text, bigint, text, uuid[], uuid[], uuid[])
    to sogoc_app;
