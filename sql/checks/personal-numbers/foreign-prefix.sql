-- title: The number begins with the code of a country
-- title_vi: Ba số đầu là mã quốc gia
-- severity: info
-- why: The table of the country codes was not published to us: nobody has checked that the code exists (R1.5).
-- why_vi: Chưa có bảng mã quốc gia: chưa ai kiểm tra mã này có thật.
-- remedy: Compare with the paper that shows the number; waive with the paper's kind.
-- remedy_vi: Đối chiếu với giấy tờ ghi số; đúng thì miễn, ghi loại giấy.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, '' as key,
       jsonb_build_object('prefix', left(known.number, 3)) as facts,
       jsonb_build_object('prefix', left(known.number, 3)) as shown
from registry.personal_number as known
where known.book_id = $1::int
  and known.state = 'confirmed'
  and known.number !~ '^0'
