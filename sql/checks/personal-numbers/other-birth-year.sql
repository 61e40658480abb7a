-- title: The number speaks of another year of birth
-- title_vi: Số định danh chỉ năm sinh khác
-- severity: warning
-- why: Digits four to six tell the year (R1.3); it is among none of the candidate years. A kept old number is no
--   mistake (R1.7).
-- why_vi: Chữ số thứ tư đến thứ sáu cho biết năm sinh; năm đó không nằm trong các năm sinh có thể. Giữ số cũ thì
--   không sai.
-- remedy: Compare number and birth with the paper; correct what was mistyped, or waive with the decision.
-- remedy_vi: Đối chiếu số và ngày sinh với giấy tờ; sửa chỗ ghi sai, hoặc miễn kèm quyết định.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select birth.book_id, 'resident' as subject, birth.resident_id::text as subject_id, '' as key,
       jsonb_build_object('number_year', told.year, 'born_ranges', birth.born_ranges) as facts,
       jsonb_build_object('number_year', told.year, 'born_earliest', birth.born_earliest, 'born_latest', birth.born_latest)
           as shown
from registry.birth_now as birth
join registry.personal_number as known using (book_id, resident_id)
cross join lateral (
    select 1900 + 100 * (substr(known.number, 4, 1)::int / 2) + substr(known.number, 5, 2)::int as year
) as told
where birth.book_id = $1::int
  and known.state = 'confirmed'
  and not birth.born_ranges && daterange(make_date(told.year, 1, 1), make_date(told.year + 1, 1, 1))
