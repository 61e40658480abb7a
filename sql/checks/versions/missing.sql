-- title: A resident of whom nothing is believed
-- title_vi: Nhân khẩu không có bản hiển thị
-- severity: critical
-- why: Lists, search and reports do not know that the person is registered; she will be registered again.
-- why_vi: Danh sách, tra cứu và báo cáo không biết người này; sẽ bị đăng ký lần nữa.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('entered_at', resident.entered_at) as shown
from registry.resident
where resident.book_id = $1::int
  and not exists (
      select from registry.resident_version as version
      where (version.book_id, version.resident_id) = (resident.book_id, resident.id))
