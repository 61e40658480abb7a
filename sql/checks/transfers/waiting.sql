-- title: A move that nobody has answered for thirty days
-- title_vi: Đề nghị chuyển quá 30 ngày chưa có trả lời
-- severity: warning
-- why: Until it is answered the person stands in the book of a commune where she no longer lives (F5).
-- why_vi: Chưa trả lời thì người này vẫn ở sổ của xã không còn cư trú.
-- remedy: The receiving commune accepts or declines with a reason; the other one may take the proposal back.
-- remedy_vi: Xã đến tiếp nhận hoặc từ chối kèm lý do; xã đi có thể rút đề nghị.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select transfer.book_id, 'resident' as subject, transfer.resident_id::text as subject_id, '' as key,
       jsonb_build_object('side', transfer.side) as facts,
       jsonb_build_object('side', transfer.side, 'moves_on', transfer.moves_on, 'proposed_at', transfer.recorded_at) as shown
from registry.transfer
where transfer.book_id = $1::int
  and transfer.state = 'proposed'
  and transfer.recorded_at <= (select jobs.now()) - interval '30 days'
