-- title: What is believed of a person disagrees with her stays
-- title_vi: Trạng thái hiển thị không khớp với cư trú
-- severity: critical
-- why: Lists, search and counts read versions only: the person is missing from them, or is in them after she left.
-- why_vi: Danh sách, tra cứu và số liệu chỉ đọc bản hiển thị: người này bị thiếu hoặc bị tính thừa.
-- remedy: Have the versions of the resident written anew (derive.refresh), and find out who changed the stay past
--   the service.
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh) và tìm xem ai sửa cư trú ngoài hệ thống.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('status', version.status) as facts, jsonb_build_object('status', version.status) as shown
from registry.resident_version as version
left join (
    select distinct stay.book_id, stay.resident_id from registry.stay
    where stay.book_id = $1::int
      and stay.closed_on is null
) as here using (book_id, resident_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (version.status = 'present') <> (here.resident_id is not null)
