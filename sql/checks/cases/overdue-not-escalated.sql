-- title: An overdue case that the district does not know of
-- title_vi: Hồ sơ quá hạn chưa được chuyển huyện
-- severity: serious
-- why: The night hands what is overdue to the district; where it does not, nobody above the commune sees it (B8).
-- why_vi: Hằng đêm hồ sơ quá hạn được chuyển huyện; nếu không, cấp trên không ai biết.
-- remedy: Look at "sogoc jobs history overdue-cases", and run the job.
-- remedy_vi: Xem "sogoc jobs history overdue-cases" và chạy lại công việc.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, known.id::text as key,
       jsonb_build_object('state', known.state, 'due_on', known.due_on) as facts,
       jsonb_build_object('state', known.state, 'due_on', known.due_on) as shown
from registry.identity_case as known
where known.book_id = $1::int
  and known.state not in ('closed', 'withdrawn')
  and known.escalated_on is null
  -- One night may be missed.
  and known.due_on < (select jobs.today()) - 2
