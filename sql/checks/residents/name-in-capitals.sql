-- title: A name in capitals only
-- title_vi: Tên viết toàn chữ in hoa
-- severity: info
-- why: Capitals come from old lists; papers and letters print the name as it stands here.
-- why_vi: Chữ in hoa thường do danh sách cũ; giấy tờ in tên đúng như trong sổ.
-- remedy: Add the name as a paper or the person writes it, and choose it.
-- remedy_vi: Thêm tên viết đúng theo giấy tờ hoặc theo cách người đó viết, rồi chọn tên này.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind, 'letters', length(resident.name)) as facts,
       jsonb_build_object('name', resident.name) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.name = upper(resident.name collate "vi-x-icu")
  -- "Y Ơ" has nothing to write small.
  and resident.name <> initcap(resident.name collate "vi-x-icu")
