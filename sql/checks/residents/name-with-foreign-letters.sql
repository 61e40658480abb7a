-- title: A letter that no name here has
-- title_vi: Tên có ký tự lạ
-- severity: warning
-- why: A letter that only looks like a Vietnamese one (ð for đ, a Cyrillic а) hides the person from search (R9.5,
--   R9.6).
-- why_vi: Ký tự chỉ trông giống chữ Việt (ð thay đ, chữ а Ki-rin) làm không tìm ra người.
-- remedy: Add the name typed anew with a Vietnamese keyboard, and choose it.
-- remedy_vi: Gõ lại tên bằng bộ gõ tiếng Việt, thêm vào sổ rồi chọn tên này.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind, 'bytes', octet_length(resident.name)) as facts,
       jsonb_build_object('name', resident.name) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  -- Vietnamese letters, those of the Central Highlands' scripts (the breve that Ê Đê sets over ê, ô, ơ and ư stands apart),
  -- apostrophes, hyphen, full stop, digits (another check).
  and normalize(resident.name, nfc)
      ~ '[^A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹŬŭĔĕŎŏĬĭƀɃČčÑñ''’0-9.\s\u0306-]'
