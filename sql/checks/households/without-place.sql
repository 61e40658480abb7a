-- title: A household in no settlement
-- title_vi: Hộ chưa gắn thôn, cụm
-- severity: warning
-- why: No head of a settlement sees it and no team visits it.
-- why_vi: Không trưởng thôn nào thấy và không tổ nào đến.
-- remedy: Ask where the household lives, and record the settlement.
-- remedy_vi: Hỏi hộ ở đâu và ghi thôn, cụm.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.household_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('members', home.members) as shown
from registry.household_now as home
where home.book_id = $1::int
  and home.settlement_id is null
