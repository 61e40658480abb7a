-- title: In hand past its last day
-- title_vi: Thẻ đã hết hạn mà vẫn ghi còn giá trị
-- severity: serious
-- why: The nights mark what has expired; until then counts call the card valid (C1).
-- why_vi: Ban đêm hệ thống đánh dấu thẻ hết hạn; nếu chưa, số liệu vẫn tính là còn giá trị.
-- remedy: See why the job paper-periods does not run; ask the person to exchange the card.
-- remedy_vi: Xem vì sao công việc paper-periods không chạy; mời người dân đổi thẻ.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('expires_on', card.expires_on) as facts, jsonb_build_object('expires_on', card.expires_on) as shown
from registry.card
where card.book_id = $1::int
  and card.state = 'handed_over'
  -- The night has the whole day after.
  and card.expires_on < (select jobs.today()) - 1
