-- title: One person with two valid cards
-- title_vi: Một người có hai thẻ căn cước còn giá trị
-- severity: critical
-- why: The constraint holds within a book only; whoever moved may hold a card of each book (C1).
-- why_vi: Ràng buộc chỉ giữ trong một sổ; người chuyển đi có thể giữ thẻ của cả hai sổ.
-- remedy: The district decides which card stands; a supervisor revokes the other by that decision.
-- remedy_vi: Huyện quyết định thẻ nào còn giá trị; trưởng công an xã thu hồi thẻ kia.
-- slice: register
-- clock: no
-- budget: 30 s, 20000 rows
with doubled as (
    select card.resident_id, count(*) as cards, array_agg(distinct card.book_id) as books
    from registry.card
    where card.state = 'handed_over'
    group by card.resident_id
    having count(*) > 1
)
select side.book_id, 'resident' as subject, doubled.resident_id::text as subject_id, '' as key,
       jsonb_build_object('cards', doubled.cards) as facts,
       jsonb_build_object('cards', doubled.cards, 'books', doubled.books) as shown
from doubled
cross join lateral (select unnest(doubled.books) as book_id union all select null) as side
