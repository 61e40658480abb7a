-- title: The event of the birth lies outside the candidate days
-- title_vi: Sự kiện sinh không nằm trong các ngày sinh có thể
-- severity: warning
-- why: The register says two things about the same birth, and only one of them is shown.
-- why_vi: Sổ nói hai điều về cùng một lần sinh và chỉ hiển thị một.
-- remedy: Compare both sources; add the right birth and choose it.
-- remedy_vi: Đối chiếu hai nguồn; thêm ngày sinh đúng rồi chọn.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select event.book_id, 'resident' as subject, event.resident_id::text as subject_id, event.id::text as key,
       jsonb_build_object('event', event.id, 'born_ranges', birth.born_ranges) as facts,
       jsonb_build_object('event_earliest', event.earliest, 'event_latest', event.latest,
                          'born_earliest', birth.born_earliest, 'born_latest', birth.born_latest) as shown
from registry.life_event as event
join registry.birth_now as birth using (book_id, resident_id)
where event.book_id = $1::int
  and event.kind = 'birth'
  and not birth.born_ranges && daterange(event.earliest, event.latest, '[]')
