-- title: Not visited again for months while somebody has no number
-- title_vi: Nhiều tháng chưa đến lại hộ còn người chưa có số định danh
-- severity: warning
-- why: What was begun at the last visit lies still; the district says how long that may be (visit.stale_after).
-- why_vi: Việc bắt đầu ở lần đến trước bị bỏ dở; thời hạn do huyện đặt (visit.stale_after).
-- remedy: Put the household on the list and go there.
-- remedy_vi: Đưa hộ vào danh sách và đến hộ.
-- slice: book
-- clock: yes
-- budget: 10 s, 20000 rows
with visited as (
    select visit.household_id, max(visit.visited_on) as last_visit
    from registry.visit
    where visit.book_id = $1::int and visit.state in ('done', 'elderly_at_home')
    group by visit.household_id
)
select $1::int as book_id, 'household' as subject, visited.household_id::text as subject_id, '' as key,
       jsonb_build_object('last_visit', visited.last_visit) as facts,
       jsonb_build_object('last_visit', visited.last_visit) as shown
from visited
cross join (select parameter.value::int as months from registry.parameter where parameter.key = 'visit.stale_after') as allowed
where visited.last_visit < (select jobs.today()) - make_interval(months => allowed.months)
  and exists (
      select from registry.resident_version as person
      where person.book_id = $1::int and person.household_id = visited.household_id
        and person.believed_to = 'infinity' and person.status = 'present' and not person.has_number)
