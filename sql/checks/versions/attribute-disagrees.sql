-- title: What is believed of sex or people disagrees with what was said and chosen
-- title_vi: Bản hiển thị giới tính hoặc dân tộc không khớp
-- severity: serious
-- why: The share of the four peoples and every table by sex count the person wrongly.
-- why_vi: Tỷ lệ bốn dân tộc và các bảng theo giới tính đếm sai người này.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with chosen as (
    select distinct on (choice.resident_id, choice.attribute)
           choice.book_id, choice.resident_id, choice.attribute, choice.attribute_fact_id
    from registry.choice
    where choice.book_id = $1::int
    order by choice.resident_id, choice.attribute, choice.id desc
),
said as (
    select distinct on (fact.resident_id, fact.attribute)
           fact.book_id, fact.resident_id, fact.attribute, fact.id, fact.answer, coalesce(fact.sex, fact.ethnic_code) as value
    from registry.attribute_fact as fact
    left join chosen using (book_id, resident_id, attribute)
    where fact.book_id = $1::int
      and fact.attribute in ('sex', 'ethnicity')
    order by fact.resident_id, fact.attribute, (fact.id = chosen.attribute_fact_id) desc nulls last, fact.id
)
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, believed.attribute as key,
       jsonb_build_object('attribute_fact', said.id) as facts,
       jsonb_build_object('attribute', believed.attribute) as shown
from registry.resident_version as version
cross join lateral (
    values ('sex', version.sex, version.sex_answer), ('ethnicity', version.ethnic_code, version.ethnic_answer)
) as believed (attribute, value, answer)
left join said
    on (said.book_id, said.resident_id, said.attribute) = (version.book_id, version.resident_id, believed.attribute)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (said.value is distinct from believed.value or said.answer is distinct from believed.answer)
