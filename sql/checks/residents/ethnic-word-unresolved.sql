-- title: A word for a people that means several
-- title_vi: Tên dân tộc chưa rõ là dân tộc nào
-- severity: info
-- why: "Mán", "Thổ" or "Xá" may mean several peoples (R4.3); until somebody asks, the person counts in none.
-- why_vi: "Mán", "Thổ", "Xá" có thể là nhiều dân tộc; khi chưa hỏi thì không được tính vào dân tộc nào.
-- remedy: Ask which people is meant and add it; the declared word stays.
-- remedy_vi: Hỏi rõ dân tộc rồi thêm vào; lời khai vẫn giữ.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('since', resident.believed_from) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.ethnic_answer = 'stated'
  and resident.ethnic_code is null
