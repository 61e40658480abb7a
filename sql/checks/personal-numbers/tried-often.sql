-- title: Somebody tried many numbers that are others' already
-- title_vi: Một người dùng nhập nhiều số định danh của người khác
-- severity: warning
-- why: The refusal tells that a number is somebody's, perhaps of another commune: tried often, it is a question (R1.1).
-- why_vi: Lời từ chối cho biết số đã có người dùng, có thể ở xã khác: nhập nhiều lần là dò hỏi.
-- remedy: Ask what was being entered; look at "sogoc audit"; end the session if need be.
-- remedy_vi: Hỏi đang nhập việc gì; tra nhật ký; cần thì kết thúc phiên.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
with tried as (
    select event.user_id, (event.at at time zone 'Asia/Ho_Chi_Minh')::date as day, count(*) as times
    from audit.event
    where event.at > (select jobs.now()) - interval '30 days'
      and event.kind = 'denied' and event.action = 'personal-numbers.taken' and event.user_id is not null
    group by event.user_id, (event.at at time zone 'Asia/Ho_Chi_Minh')::date
)
select null::int as book_id, 'user' as subject, tried.user_id::text as subject_id, tried.day::text as key,
       jsonb_build_object('times', tried.times) as facts, jsonb_build_object('times', tried.times) as shown
from tried
where tried.times >= 5
