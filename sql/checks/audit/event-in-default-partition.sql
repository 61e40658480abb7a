-- title: Events outside the monthly partitions
-- title_vi: Sự kiện nằm ngoài phân vùng tháng
-- severity: warning
-- why: Nobody made the month's partition in time; while they lie here it cannot be made.
-- why_vi: Không ai tạo phân vùng tháng kịp; khi sự kiện còn ở đây thì không tạo được.
-- remedy: Move the events by a migration, and look at why the nightly job did not make partitions.
-- remedy_vi: Chuyển sự kiện bằng một bước nâng cấp và xem vì sao công việc đêm không tạo phân vùng.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'table' as subject, 'audit.event_default' as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('events', count(*), 'first', min(event.at), 'last', max(event.at)) as shown
from audit.event_default as event
having count(*) > 0
