-- title: A move of somebody who is not here any more
-- title_vi: Đề nghị chuyển người không còn cư trú
-- severity: warning
-- why: She died or left after it was proposed; it can no longer be accepted and hides that she is gone.
-- why_vi: Người này đã mất hoặc đã đi sau khi đề nghị; không thể tiếp nhận được nữa.
-- remedy: Take the proposal back.
-- remedy_vi: Rút đề nghị chuyển.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select transfer.book_id, 'resident' as subject, transfer.resident_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('moves_on', transfer.moves_on) as shown
from registry.transfer
where transfer.book_id = $1::int
  and transfer.side = 'out'
  and transfer.state = 'proposed'
  and not exists (
      select from registry.stay
      where stay.book_id = transfer.from_book and stay.resident_id = transfer.resident_id and stay.closed_on is null)
