-- title: Dead, and a card is valid or being made
-- title_vi: Đã chết nhưng thẻ còn giá trị hoặc đang làm
-- severity: critical
-- why: A card of somebody dead can be used by somebody else; a death closes cards (A12).
-- why_vi: Thẻ của người đã chết có thể bị người khác sử dụng; ghi việc chết phải đóng thẻ.
-- remedy: Compare the death with its paper; then revoke the card, or take the request back.
-- remedy_vi: Đối chiếu việc chết với giấy tờ; sau đó thu hồi thẻ hoặc rút đề nghị.
-- slice: register
-- clock: no
-- budget: 30 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('state', card.state) as facts, jsonb_build_object('state', card.state) as shown
from registry.card
where card.state in ('requested', 'approved', 'printed', 'handed_over')
  and exists (
      select from registry.life_event as life
      where life.resident_id = card.resident_id and life.kind = 'death')
