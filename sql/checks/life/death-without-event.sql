-- title: A stay closed by a death that was never recorded
-- title_vi: Cư trú đóng vì chết nhưng không ghi việc chết
-- severity: warning
-- why: Nobody can say when and on whose word the person died.
-- why_vi: Không ai biết chết khi nào và ai báo.
-- remedy: Ask the family; record the death with day and source.
-- remedy_vi: Hỏi gia đình; ghi việc chết kèm ngày và nguồn.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select stay.book_id, 'resident' as subject, stay.resident_id::text as subject_id, stay.id::text as key,
       jsonb_build_object('stay', stay.id) as facts, jsonb_build_object('closed_on', stay.closed_on) as shown
from registry.stay
where stay.book_id = $1::int
  and stay.closed_by_way = 'death'
  and not exists (
      select from registry.life_event as event
      where (event.book_id, event.resident_id) = (stay.book_id, stay.resident_id) and event.kind = 'death')
