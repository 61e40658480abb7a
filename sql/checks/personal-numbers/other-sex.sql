-- title: The number speaks of the other sex
-- title_vi: Số định danh chỉ giới tính khác
-- severity: warning
-- why: The fourth digit tells the sex (R1.3); after a correction the old number may be kept, so it is a warning only
--   (R1.7).
-- why_vi: Chữ số thứ tư cho biết giới tính; sau khi cải chính có thể giữ số cũ nên chỉ là cảnh báo.
-- remedy: Compare number and sex with the paper; correct what was mistyped, or waive with the decision.
-- remedy_vi: Đối chiếu số và giới tính với giấy tờ; sửa chỗ ghi sai, hoặc miễn kèm quyết định.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('sex', resident.sex) as facts,
       jsonb_build_object('sex', resident.sex) as shown
from registry.resident_now as resident
join registry.personal_number as known using (book_id, resident_id)
where resident.book_id = $1::int
  and known.state = 'confirmed'
  and resident.sex <> case substr(known.number, 4, 1)::int % 2 when 0 then 'M' else 'F' end
