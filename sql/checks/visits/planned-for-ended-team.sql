-- title: A visit is planned for a team that has ended
-- title_vi: Lịch đến hộ giao cho tổ đã giải thể
-- severity: warning
-- why: Nobody of that team goes there any more, and the household stays on the list as planned.
-- why_vi: Không còn ai của tổ đó đến, còn hộ vẫn nằm trong danh sách đã lên lịch.
-- remedy: Send somebody else, or plan the visit anew for another team.
-- remedy_vi: Cử người khác đến, hoặc lên lịch lại cho tổ khác.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select visit.book_id, 'household' as subject, visit.household_id::text as subject_id, visit.planned_on::text as key,
       jsonb_build_object('team', team.id) as facts,
       jsonb_build_object('planned_on', visit.planned_on, 'ended_on', team.ended_on) as shown
from registry.visit
join registry.outreach_team as team on (team.book_id, team.id) = (visit.book_id, visit.team_id)
where visit.book_id = $1::int
  and visit.state = 'planned'
  and visit.planned_on > team.ended_on
