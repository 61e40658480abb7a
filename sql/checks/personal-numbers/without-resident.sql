-- title: A number of nobody
-- title_vi: Số định danh không gắn với ai
-- severity: critical
-- why: The table of numbers stands without foreign key (it is unique over all books), so only this check sees a
--   number left behind.
-- why_vi: Bảng số định danh không có khóa ngoại nên chỉ kiểm tra này thấy được số bị bỏ lại.
-- remedy: Find out from the audit who wrote it; a number is never deleted, its resident is restored.
-- remedy_vi: Tra nhật ký xem ai ghi; không xóa số mà khôi phục nhân khẩu.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, '' as key,
       jsonb_build_object('states', jsonb_agg(known.state order by known.number)) as facts,
       jsonb_build_object('states', jsonb_agg(known.state order by known.number), 'recorded_at', max(known.recorded_at)) as shown
from registry.personal_number as known
where known.book_id = $1::int
  and not exists (
      select from registry.resident where (resident.book_id, resident.id) = (known.book_id, known.resident_id))
group by known.book_id, known.resident_id
