-- title: A household without a head
-- title_vi: Hộ không có chủ hộ
-- severity: warning
-- why: Letters, decisions and visits need somebody who answers for the household.
-- why_vi: Giấy tờ, quyết định và lượt đến hộ cần có người đại diện hộ.
-- remedy: Ask who the head is, and record the relation of the others to her.
-- remedy_vi: Hỏi ai là chủ hộ và ghi lại quan hệ của các thành viên.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.household_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('members', home.members) as shown
from registry.household_now as home
where home.book_id = $1::int
  and home.members > 0
  and home.head_id is null
