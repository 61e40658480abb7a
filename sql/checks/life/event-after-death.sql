-- title: An event after the death
-- title_vi: Có sự kiện sau ngày chết
-- severity: serious
-- why: A dead person neither comes nor goes: the death or the event is somebody else's.
-- why_vi: Người chết không đến, không đi: việc chết hoặc sự kiện là của người khác.
-- remedy: Compare both sources; record what is right as a counter-entry.
-- remedy_vi: Đối chiếu hai nguồn; ghi lại cho đúng.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select event.book_id, 'resident' as subject, event.resident_id::text as subject_id, event.id::text as key,
       jsonb_build_object('event', event.id, 'death', death.id) as facts,
       jsonb_build_object('kind', event.kind, 'earliest', event.earliest, 'died_by', death.latest) as shown
from registry.life_event as event
join registry.life_event as death using (book_id, resident_id)
where event.book_id = $1::int
  and death.kind = 'death'
  and event.earliest > death.latest
