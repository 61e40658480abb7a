-- title: Unassessed for more than a year
-- title_vi: Chưa rà soát hộ nghèo quá một năm
-- severity: info
-- why: The review is yearly (R6.2); a household that nobody assessed is not "not poor" (R6.4), and gets nothing.
-- why_vi: Việc rà soát làm hằng năm; hộ chưa rà soát không phải là hộ không nghèo và không được hỗ trợ.
-- remedy: Put the household on the list of the next monthly review.
-- remedy_vi: Đưa hộ vào đợt rà soát tháng tới.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.household_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('members', home.members, 'opened_on', opened.opened_on) as shown
from registry.household_now as home
join registry.household as opened on (opened.book_id, opened.id) = (home.book_id, home.household_id)
where home.book_id = $1::int
  and home.members > 0
  and opened.opened_on < ((select jobs.today()) - interval '1 year')::date
  and not exists (
      select from registry.poverty_status as status
      where (status.book_id, status.household_id) = (home.book_id, home.household_id)
        and status.valid_to > ((select jobs.today()) - interval '1 year')::date)
