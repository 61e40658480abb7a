-- title: A job that has not come to its end for two days
-- title_vi: Công việc định kỳ hai ngày chưa hoàn thành
-- severity: serious
-- why: Nothing starts it any more, or every run fails: what it keeps in order is no longer kept.
-- why_vi: Không còn ai khởi động hoặc lần nào cũng lỗi: việc nó giữ gìn không còn được giữ.
-- remedy: Look at "sogoc jobs list" and at the crontab or the timer.
-- remedy_vi: Xem "sogoc jobs list" và crontab hoặc timer.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'job' as subject, job.name as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('title', job.title_en, 'title_vi', job.title_vi) as shown
from jobs.job
where cardinality(job.minutes) > 0
  and cardinality(job.weekdays) = 0
  and job.since < (select jobs.now()) - interval '2 days'
  and not exists (
      select from jobs.run
      where run.job = job.name and run.state = 'done' and run.ended_at > (select jobs.now()) - interval '2 days')
