-- title: What is believed of a birth disagrees with what was said and chosen
-- title_vi: Bản hiển thị ngày sinh không khớp lời khai và lựa chọn
-- severity: serious
-- why: Ages, search and the reports of children under 14 use another birth than the one that was decided (A9).
-- why_vi: Tuổi, tra cứu và số trẻ dưới 14 dùng ngày sinh khác với ngày đã chọn.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with chosen as (
    select distinct on (choice.resident_id) choice.book_id, choice.resident_id, choice.birth_fact_id
    from registry.choice
    where choice.book_id = $1::int
      and choice.attribute = 'birth'
    order by choice.resident_id, choice.id desc
),
said as (
    -- The chosen one first, else the earliest.
    select distinct on (birth.resident_id) birth.book_id, birth.resident_id, birth.id, birth.answer, birth.candidates
    from registry.birth_fact as birth
    left join chosen using (book_id, resident_id)
    where birth.book_id = $1::int
    order by birth.resident_id, (birth.id = chosen.birth_fact_id) desc nulls last, birth.id
)
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('believed', version.birth_fact_id, 'said', said.id) as facts,
       jsonb_build_object('believed', version.birth_fact_id, 'said', said.id) as shown
from registry.resident_version as version
left join said using (book_id, resident_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (version.birth_fact_id is distinct from said.id or version.born_ranges is distinct from said.candidates
       or version.birth_answer is distinct from said.answer)
