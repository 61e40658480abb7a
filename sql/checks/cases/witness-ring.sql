-- title: A ring of people who witness for one another
-- title_vi: Nhóm người làm chứng vòng cho nhau
-- severity: serious
-- why: Two, three or four people vouch for each other in a circle: nobody outside of it knows any of them, so their
--   statements prove nothing (B6).
-- why_vi: Hai đến bốn người làm chứng vòng tròn cho nhau: không ai ngoài nhóm biết họ, nên lời làm chứng không có giá trị.
-- remedy: Ask somebody outside of the ring; set the statements aside that do not hold.
-- remedy_vi: Hỏi người ngoài nhóm; loại các lời làm chứng không đứng vững.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with recursive link as materialized (
    select distinct attestation.witness_id as witness, attestation.resident_id as subject
    from registry.attestation
    left join registry.set_aside as aside on (aside.book_id, aside.attestation_id) = (attestation.book_id, attestation.id)
    where aside.id is null
),
path (started, at, members) as (
    select link.witness, link.subject, array[link.witness, link.subject] from link
    union all
    select path.started, link.subject, path.members || link.subject
    from path
    join link on link.witness = path.at
    where cardinality(path.members) <= 4 and (link.subject = path.started or link.subject <> all (path.members))
),
ring as (
    select path.started as resident, min(cardinality(path.members)) - 1 as length
    from path
    where path.at = path.started
    group by path.started
)
select side.book_id, 'resident' as subject, ring.resident::text as subject_id, '' as key,
       jsonb_build_object('length', ring.length) as facts, jsonb_build_object('length', ring.length) as shown
from ring
-- In each book where somebody has vouched for her.
cross join lateral (
    select distinct attestation.book_id from registry.attestation
    where attestation.resident_id = ring.resident
) as side
