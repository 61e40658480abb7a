-- title: A planned visit that was not made
-- title_vi: Lượt đến hộ đã lên lịch nhưng không thực hiện
-- severity: info
-- why: Somebody counts on it; after a week the household is nobody's again (B10).
-- why_vi: Hộ đang chờ; quá một tuần mà không đến thì hộ bị bỏ sót.
-- remedy: Go there, or record what came of the visit.
-- remedy_vi: Đến hộ, hoặc ghi kết quả lượt đến.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select visit.book_id, 'household' as subject, visit.household_id::text as subject_id, visit.planned_on::text as key,
       '{}'::jsonb as facts, jsonb_build_object('planned_on', visit.planned_on) as shown
from registry.visit
where visit.book_id = $1::int
  and visit.state = 'planned'
  and visit.planned_on < (select jobs.today()) - 7
