-- title: Printed, and not handed over
-- title_vi: Thẻ đã in mà chưa trả
-- severity: warning
-- why: The person waits for a card that lies in a drawer; what is issued is counted only when it is handed over (C3).
-- why_vi: Người dân chờ thẻ trong khi thẻ nằm tại xã; chỉ tính là đã cấp khi đã trả.
-- remedy: Take the settlement's hand-over list along with the next visit.
-- remedy_vi: Mang danh sách trả thẻ của thôn trong lượt đến hộ gần nhất.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('printed_on', card.printed_on) as facts, jsonb_build_object('printed_on', card.printed_on) as shown
from registry.card
where card.book_id = $1::int
  and card.state = 'printed'
  and card.printed_on < (select jobs.today()) - (
      select parameter.value::int from registry.parameter where parameter.key = 'card.uncollected_after')
