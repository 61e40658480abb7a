-- title: Dead, and still counted as living here
-- title_vi: Đã chết nhưng vẫn được tính là đang cư trú
-- severity: critical
-- why: The person stands in lists and counts, and a card could be issued in her name (A12).
-- why_vi: Người này vẫn có trong danh sách, số liệu và có thể bị cấp thẻ.
-- remedy: Record the death once more through the service, which closes the stay; call the administrator of the
--   database if it refuses.
-- remedy_vi: Ghi lại việc chết qua hệ thống để đóng cư trú; nếu bị từ chối thì báo quản trị cơ sở dữ liệu.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select event.book_id, 'resident' as subject, event.resident_id::text as subject_id, '' as key,
       jsonb_build_object('event', event.id) as facts, jsonb_build_object('died_by', event.latest) as shown
from registry.life_event as event
join registry.stay using (book_id, resident_id)
where event.book_id = $1::int
  and event.kind = 'death'
  and stay.closed_on is null
