-- title: A resident whom no recorded write has entered
-- title_vi: Nhân khẩu không có lần ghi nào trong nhật ký
-- severity: critical
-- why: Every registration and import writes its event in the same transaction: this one came past the service (J2).
-- why_vi: Mọi lần đăng ký và nhập đều ghi nhật ký cùng giao dịch: người này được ghi ngoài hệ thống.
-- remedy: Find out who could write to the database at that time; compare with the commune's paper book.
-- remedy_vi: Tìm ai ghi được cơ sở dữ liệu lúc đó; đối chiếu sổ giấy của xã.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.id::text as subject_id, '' as key,
       jsonb_build_object('recorded_by', resident.recorded_by) as facts,
       jsonb_build_object('entered_at', resident.entered_at, 'recorded_by', resident.recorded_by) as shown
from registry.resident
where not exists (
    select from audit.event
    cross join lateral unnest(event.residents) as written
    where event.kind = 'write' and event.book_id = resident.book_id and written = resident.id)
