-- title: A card's state is not what the days of its steps say
-- title_vi: Trạng thái thẻ khác với ngày các bước đã ghi
-- severity: serious
-- why: What a target counts as done now and as of a day must be the same cards (C8, E3).
-- why_vi: Số đã đạt tính theo hiện tại và theo ngày phải là cùng những thẻ đó.
-- remedy: Compare the card with its events; whoever wrote one without the other bypassed the steps of the register.
-- remedy_vi: Đối chiếu thẻ với các bước đã ghi; có người đã ghi không qua các bước của sổ gốc.
-- slice: book
-- clock: yes
-- budget: 60 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('state', card.state, 'by_days', told.state) as facts,
       jsonb_build_object('state', card.state, 'by_days', told.state, 'requested_on', card.requested_on) as shown
from registry.card
left join targets.cards_on((select jobs.today())) as told using (book_id, id)
where card.book_id = $1::int and card.state is distinct from told.state
