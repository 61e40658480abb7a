-- title: More births on 1 January than chance allows
-- title_vi: Quá nhiều người sinh ngày 01/01
-- severity: info
-- why: Whoever knows only the year is often written down with 01/01; the register then shows a day that nobody stated.
-- why_vi: Người chỉ biết năm sinh hay bị ghi 01/01; sổ khi đó nêu ngày không ai khai.
-- remedy: Ask on the next visits whether the day is known; where it is not, add the birth with the year alone.
-- remedy_vi: Lần đến hộ sau hỏi có nhớ ngày không; nếu không thì thêm ngày sinh chỉ có năm.
-- slice: book
-- clock: no
-- budget: 5 s, 1 rows
select counted.book_id, 'book' as subject, counted.book_id::text as subject_id, '' as key,
       jsonb_build_object('percent', round(100.0 * counted.first_days / counted.days)) as facts,
       jsonb_build_object('first_of_january', counted.first_days, 'exact_days', counted.days) as shown
from (
    select birth.book_id, count(*) as days,
           count(*) filter (where to_char(birth.born_earliest, 'MMDD') = '0101') as first_days
    from registry.birth_now as birth
    where birth.book_id = $1::int
      and birth.born_precision = 'day'
    group by birth.book_id
) as counted
-- Six standard deviations above one day in a year, and never fewer than four people.
where counted.first_days > 3 + counted.days / 365.25 + 6 * sqrt(counted.days / 365.25)
