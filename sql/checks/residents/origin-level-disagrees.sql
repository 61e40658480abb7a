-- title: An origin resolved to a unit of another level
-- title_vi: Nơi khai nguồn gốc gắn sai cấp đơn vị
-- severity: warning
-- why: The claim says how precisely it was recognised; if the unit is of another level, the letter goes to the wrong
--   office.
-- why_vi: Cấp đã ghi khác cấp của đơn vị; công văn sẽ gửi sai nơi.
-- remedy: Add the claim anew with the unit that was meant.
-- remedy_vi: Thêm lại nơi khai với đúng đơn vị.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select claim.book_id, 'resident' as subject, claim.resident_id::text as subject_id, claim.id::text as key,
       jsonb_build_object('origin_claim', claim.id, 'level', area.level) as facts,
       jsonb_build_object('area', area.name, 'level', area.level, 'resolved_level', claim.resolved_level) as shown
from registry.origin_claim as claim
join registry.area on area.id = claim.area_id
where claim.book_id = $1::int
  and claim.resolved_level <> area.level
