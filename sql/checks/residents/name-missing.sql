-- title: Neither a birth name nor an everyday name
-- title_vi: Không có họ tên khai sinh và tên thường gọi
-- severity: warning
-- why: A person known only by a ritual name, a husband's name or a name after a child cannot be found or written to.
-- why_vi: Người chỉ có tên cấp sắc, tên theo chồng hoặc gọi theo tên con thì không tìm được và không gửi giấy tờ được.
-- remedy: Ask what the person is called every day and what an older paper says; add it as a name.
-- remedy_vi: Hỏi tên thường gọi hằng ngày và tên ghi trên giấy tờ cũ, rồi thêm vào các tên.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_kind', resident.name_kind) as facts,
       jsonb_build_object('name_kind', resident.name_kind) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.name_kind not in ('BIRTH', 'COMMON')
