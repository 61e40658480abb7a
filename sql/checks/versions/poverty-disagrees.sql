-- title: What is believed of a household's poverty is not the last decision
-- title_vi: Bản hiển thị về hộ nghèo không theo quyết định mới nhất
-- severity: serious
-- why: Poor, near-poor and unassessed households are counted from what is believed; the decision gives the rights (R6.2).
-- why_vi: Số hộ nghèo, cận nghèo, chưa rà soát đếm từ bản hiển thị; chính sách thì theo quyết định.
-- remedy: Have the versions of the household written anew (derive.refresh_household).
-- remedy_vi: Tạo lại bản hiển thị của hộ (derive.refresh_household).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with decided as (
    select distinct on (status.household_id) status.book_id, status.household_id, status.class, status.review_year
    from registry.poverty_status as status
    where status.book_id = $1::int
    order by status.household_id, status.review_year desc, status.id desc
)
select version.book_id, 'household' as subject, version.household_id::text as subject_id, '' as key,
       jsonb_build_object('believed', version.poverty_class, 'year', version.poverty_year,
                          'decided', decided.class, 'decided_year', decided.review_year) as facts,
       jsonb_build_object('believed', version.poverty_class, 'year', version.poverty_year,
                          'decided', decided.class, 'decided_year', decided.review_year) as shown
from registry.household_version as version
left join decided using (book_id, household_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (version.poverty_class, version.poverty_year) is distinct from (decided.class, decided.review_year)
