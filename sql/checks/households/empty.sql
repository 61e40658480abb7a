-- title: An open household in which nobody lives
-- title_vi: Hộ còn mở nhưng không có ai
-- severity: info
-- why: It is visited in vain and counts as unassessed.
-- why_vi: Đến hộ vô ích và bị tính là chưa rà soát.
-- remedy: Close the household, or add who lives there.
-- remedy_vi: Đóng hộ, hoặc thêm người đang ở.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.household_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('since', home.believed_from) as shown
from registry.household_now as home
where home.book_id = $1::int
  and home.members = 0
