-- title: A target whose last day has passed still stands
-- title_vi: Chỉ tiêu đã quá thời hạn vẫn còn hiệu lực
-- severity: info
-- why: Nothing is needed per working day any more and nothing is foretold; whoever reads it does not know what is meant now (C8).
-- why_vi: Không còn tính được số cần mỗi ngày và dự báo; người đọc không biết nay phải đạt gì.
-- remedy: Announce another last day (sogoc target set), or withdraw the target when it is met.
-- remedy_vi: Công bố thời hạn mới (sogoc target set), hoặc rút chỉ tiêu khi đã đạt.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'target' as subject, target.id::text as subject_id, '' as key,
       jsonb_build_object('deadline', target.deadline) as facts,
       jsonb_build_object('deadline', target.deadline, 'measure', target.measure, 'ages', target.ages) as shown
from registry.target_now as target
where target.deadline < (select jobs.today())
