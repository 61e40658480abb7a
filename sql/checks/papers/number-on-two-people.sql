-- title: One number on the papers of two people
-- title_vi: Một số trên giấy tờ của hai người
-- severity: warning
-- why: One of them is written twice, or a number was copied wrongly; nobody's number can be confirmed while it is open.
-- why_vi: Một người bị ghi hai lần hoặc chép sai số; chưa rõ thì không xác nhận được số cho ai.
-- remedy: Look at both papers; where it is one person, propose the merge to the district.
-- remedy_vi: Xem cả hai giấy tờ; nếu là một người thì đề nghị huyện gộp.
-- slice: register
-- clock: no
-- budget: 60 s, 200000 rows
with claim as materialized (
    select known.number, known.book_id, known.resident_id, known.id, known.seal from registry.claimed_number as known
),
-- First which numbers, then whose: what is sorted are the bearers of a few, not of every number.
several as (
    select claim.number from claim
    group by claim.number
    having min(claim.resident_id::text) < max(claim.resident_id::text)
),
shared as (
    select number, min(claim.id) as first_paper, count(distinct claim.resident_id) as people, max(claim.seal) as seal,
           (array_agg(claim.resident_id order by claim.seal desc, claim.resident_id))[1] as first_id,
           jsonb_agg(distinct claim.resident_id) as residents
    from several
    join claim using (number)
    group by number
)
-- A side reads that there is another; who, only the district. Of somebody sealed the others read nothing.
select distinct claim.book_id, 'resident' as subject, claim.resident_id::text as subject_id, shared.first_paper::text as key,
       jsonb_build_object('people', shared.people) as facts, jsonb_build_object('people', shared.people) as shown
from shared
join claim using (number)
where claim.seal >= shared.seal
union all
select null, 'resident', shared.first_id::text, shared.first_paper::text,
       jsonb_build_object('people', shared.people), jsonb_build_object('residents', shared.residents)
from shared
