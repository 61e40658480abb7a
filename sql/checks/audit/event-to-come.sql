-- title: An event of a time to come
-- title_vi: Sự kiện có thời điểm trong tương lai
-- severity: serious
-- why: The database's clock was set back, or an event was forged.
-- why_vi: Đồng hồ máy chủ bị chỉnh lùi, hoặc sự kiện bị làm giả.
-- remedy: Compare the machine's clock with another; look at who wrote the event.
-- remedy_vi: So đồng hồ máy chủ với máy khác; xem ai ghi sự kiện.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'event' as subject, event.id::text as subject_id, '' as key,
       jsonb_build_object('at', event.at) as facts,
       jsonb_build_object('at', event.at, 'action', event.action, 'login_role', event.login_role) as shown
from audit.event
where event.at > (select jobs.now()) + interval '5 minutes'
