-- title: A birth name of one word
-- title_vi: Họ tên khai sinh chỉ có một chữ
-- severity: warning
-- why: One word is an everyday name; a birth name has a family name, so papers made with it will be refused (R9.1).
-- why_vi: Tên một chữ là tên thường gọi; họ tên khai sinh phải có họ, nếu không giấy tờ sẽ bị trả lại.
-- remedy: Ask for the family name; if nobody knows it, record the word as the everyday name.
-- remedy_vi: Hỏi họ; nếu không ai biết thì ghi chữ đó là tên thường gọi.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind, 'letters', length(resident.name)) as facts,
       jsonb_build_object('name', resident.name) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.name_kind = 'BIRTH'
  and resident.name !~ '\s'
