-- title: One number in the history of two people
-- title_vi: Một số định danh trong lịch sử của hai người
-- severity: critical
-- why: A number is one person's for ever, also after it was cancelled (R1.1, R1.8).
-- why_vi: Số định danh là của một người mãi mãi, kể cả khi đã hủy.
-- remedy: The district finds out whose it is; the other's is cancelled with the decision.
-- remedy_vi: Huyện xác minh số của ai; hủy ở người kia kèm quyết định.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with holder as not materialized (
    select known.number, known.book_id, known.resident_id, known.seal from registry.personal_number as known
    union all
    select event.number, event.book_id, event.resident_id, event.seal from registry.personal_number_event as event
),
-- First which numbers, then whose: what is sorted are the holders of a few, not of every number.
several as (
    select holder.number from holder
    group by holder.number
    having min(holder.resident_id::text) < max(holder.resident_id::text)
),
shared as (
    select number, count(distinct holder.resident_id) as people, max(holder.seal) as seal,
           (array_agg(holder.resident_id order by holder.seal desc, holder.resident_id))[1] as first_id,
           jsonb_agg(distinct holder.resident_id) as residents
    from several
    join holder using (number)
    group by number
)
-- A side reads that there is another; who, only the district. Of somebody sealed the others read nothing. One person may
-- share several numbers, each with other people.
select side.book_id, 'resident' as subject, side.resident_id::text as subject_id, '' as key,
       jsonb_build_object('people', jsonb_agg(side.people order by side.number)) as facts,
       jsonb_build_object('people', jsonb_agg(side.people order by side.number)) as shown
from (
    select distinct holder.book_id, holder.resident_id, shared.number, shared.people
    from shared
    join holder using (number)
    where holder.seal >= shared.seal
) as side
group by side.book_id, side.resident_id
union all
select null, 'resident', shared.first_id::text, '',
       jsonb_build_object('people', jsonb_agg(shared.people order by shared.number)),
       jsonb_build_object('residents', jsonb_agg(shared.residents order by shared.number))
from shared
group by shared.first_id
