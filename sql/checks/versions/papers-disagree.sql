-- title: What is believed of a person's papers disagrees with the papers that were seen
-- title_vi: Bản hiển thị về giấy tờ không khớp giấy tờ đã xem
-- severity: serious
-- why: Those without papers, and those whom nobody asked, are counted from what is believed.
-- why_vi: Số người chưa có giấy tờ và chưa được hỏi được đếm từ bản hiển thị.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with chosen as (
    select distinct on (choice.resident_id) choice.book_id, choice.resident_id, choice.attribute_fact_id
    from registry.choice
    where choice.book_id = $1::int
      and choice.attribute = 'papers'
    order by choice.resident_id, choice.id desc
),
answered as (
    select distinct on (fact.resident_id) fact.book_id, fact.resident_id, fact.answer
    from registry.attribute_fact as fact
    left join chosen using (book_id, resident_id)
    where fact.book_id = $1::int
      and fact.attribute = 'papers'
    order by fact.resident_id, (fact.id = chosen.attribute_fact_id) desc nulls last, fact.id
),
seen as (
    select distinct paper.book_id, paper.resident_id from registry.paper_fact as paper
    where paper.book_id = $1::int
)
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('believed', version.papers) as facts,
       jsonb_build_object('believed', version.papers, 'seen', seen.resident_id is not null, 'answer', answered.answer) as shown
from registry.resident_version as version
left join answered using (book_id, resident_id)
left join seen using (book_id, resident_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and version.papers is distinct from case when seen.resident_id is not null then 'seen' else answered.answer::text end
