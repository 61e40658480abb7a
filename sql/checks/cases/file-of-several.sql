-- title: One scan as evidence for several people
-- title_vi: Một bản chụp dùng làm chứng cứ cho nhiều người
-- severity: warning
-- why: The same file speaks for people of different cases: a family's paper, or one paper that is passed around.
-- why_vi: Cùng một tệp làm chứng cứ cho nhiều người: có thể là giấy tờ chung của gia đình, có thể là giấy bị dùng lại.
-- remedy: Look at the scan: whose paper is it? Set the evidence aside where it speaks for somebody else.
-- remedy_vi: Xem bản chụp là giấy tờ của ai; loại chứng cứ nếu không phải của người đó.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with used as (
    select file.sha256, evidence.book_id, evidence.resident_id, evidence.id
    from registry.evidence_file as file
    join registry.evidence on (evidence.book_id, evidence.id) = (file.book_id, file.evidence_id)
    left join registry.set_aside as aside on (aside.book_id, aside.evidence_id) = (evidence.book_id, evidence.id)
    where aside.id is null
),
shared as (
    select used.sha256, count(distinct used.resident_id) as residents
    from used
    group by used.sha256
    having count(distinct used.resident_id) > 1
)
select used.book_id, 'resident' as subject, used.resident_id::text as subject_id, used.id::text as key,
       jsonb_build_object('residents', shared.residents) as facts,
       jsonb_build_object('residents', shared.residents) as shown
from shared
join used on used.sha256 = shared.sha256
