-- title: Died before being born
-- title_vi: Ngày chết trước ngày sinh
-- severity: serious
-- why: The last possible day of the death is before the first possible day of the birth: one of the two is wrong.
-- why_vi: Ngày chết muộn nhất vẫn trước ngày sinh sớm nhất: một trong hai sai.
-- remedy: Compare both sources; add the right birth, or record the death anew.
-- remedy_vi: Đối chiếu hai nguồn; thêm ngày sinh đúng hoặc ghi lại việc chết.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select event.book_id, 'resident' as subject, event.resident_id::text as subject_id, '' as key,
       jsonb_build_object('event', event.id, 'born_earliest', version.born_earliest) as facts,
       jsonb_build_object('died_by', event.latest, 'born_earliest', version.born_earliest) as shown
from registry.life_event as event
join registry.resident_version as version using (book_id, resident_id)
where event.book_id = $1::int
  and event.kind = 'death'
  and version.believed_to = 'infinity'
  and event.latest < version.born_earliest
