-- title: A card whose number is not the person's
-- title_vi: Thẻ mang số không phải số định danh của người đó
-- severity: critical
-- why: A card stands on a confirmed number; with a cancelled one it is refused everywhere (C4).
-- why_vi: Thẻ dựa trên số định danh đã xác nhận; số đã hủy thì thẻ không còn giá trị.
-- remedy: Look at the history of the number; revoke the card, or confirm the number by its document.
-- remedy_vi: Xem lịch sử số định danh; thu hồi thẻ, hoặc xác nhận số theo văn bản.
-- slice: register
-- clock: no
-- budget: 30 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('state', card.state) as shown
from registry.card
where card.state in ('printed', 'handed_over')
  and not exists (
      select from registry.personal_number as known
      where known.resident_id = card.resident_id
        and known.state = 'confirmed'
        and known.number = card.printed ->> 'number')
