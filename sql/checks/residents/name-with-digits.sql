-- title: Digits in a name
-- title_vi: Tên có chữ số
-- severity: warning
-- why: No name has digits; they come from a list's numbering or from a number typed into the wrong field.
-- why_vi: Không tên nào có chữ số; thường do số thứ tự hoặc gõ nhầm ô.
-- remedy: Look at the source; add the right name and choose it.
-- remedy_vi: Xem lại giấy tờ gốc; thêm tên đúng rồi chọn tên này.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind, 'letters', length(resident.name)) as facts,
       jsonb_build_object('name', resident.name) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.name ~ '[0-9]'
