-- title: Born after being registered
-- title_vi: Ngày sinh sau ngày đăng ký vào sổ
-- severity: serious
-- why: On every day on which the person may have been born she stood in the book already; the year is mistyped.
-- why_vi: Mọi ngày sinh có thể đều sau ngày vào sổ; năm sinh bị ghi sai.
-- remedy: Compare with the paper or ask the family; add the right birth and choose it.
-- remedy_vi: Đối chiếu giấy tờ hoặc hỏi gia đình; thêm ngày sinh đúng rồi chọn.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select birth.book_id, 'resident' as subject, birth.resident_id::text as subject_id, '' as key,
       jsonb_build_object('born_earliest', birth.born_earliest, 'opened_on', first.opened_on) as facts,
       jsonb_build_object('born_earliest', birth.born_earliest, 'opened_on', first.opened_on) as shown
from registry.birth_now as birth
join (
    select stay.book_id, stay.resident_id, min(stay.opened_on) as opened_on
    from registry.stay
    where stay.book_id = $1::int
    group by stay.book_id, stay.resident_id
) as first using (book_id, resident_id)
where birth.born_earliest > first.opened_on
