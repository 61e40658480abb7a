-- title: An origin that did not exist in those years
-- title_vi: Nơi khai nguồn gốc không tồn tại vào thời gian đó
-- severity: warning
-- why: A letter goes to the unit as it was then (R5.3, R5.4); to one of another time it comes back unanswered.
-- why_vi: Công văn gửi tới đơn vị theo thời điểm đó; gửi sai đơn vị sẽ không có trả lời.
-- remedy: Look up which unit the place belonged to in those years, and add the claim anew.
-- remedy_vi: Tra nơi đó thuộc đơn vị nào trong những năm ấy rồi thêm lại nơi khai.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select claim.book_id, 'resident' as subject, claim.resident_id::text as subject_id, claim.id::text as key,
       jsonb_build_object('origin_claim', claim.id, 'valid_from', area.valid_from, 'valid_to', area.valid_to) as facts,
       jsonb_build_object('area', area.name, 'year_from', claim.year_from, 'year_to', claim.year_to) as shown
from registry.origin_claim as claim
join registry.area on area.id = claim.area_id
where claim.book_id = $1::int
  and (area.valid_to <= make_date(coalesce(claim.year_from, claim.year_to), 1, 1)
       or area.valid_from > make_date(coalesce(claim.year_to, claim.year_from), 12, 31))
