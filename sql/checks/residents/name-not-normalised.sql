-- title: A name that is not in the stored form
-- title_vi: Tên không ở dạng chuẩn lưu trữ
-- severity: warning
-- why: Letters put together from parts, double spaces and invisible characters make two spellings of one name (R9.5).
-- why_vi: Chữ ghép rời, hai dấu cách và ký tự ẩn làm một tên thành hai cách viết.
-- remedy: Add the name typed anew, and choose it.
-- remedy_vi: Gõ lại tên, thêm vào sổ rồi chọn tên này.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind, 'bytes', octet_length(resident.name)) as facts,
       jsonb_build_object('name', normalize(resident.name, nfc)) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and (resident.name is not nfc normalized or resident.name ~ '\s\s|[\u0001-\u001f\u007f-\u00a0\u200b-\u200f\ufeff]')
