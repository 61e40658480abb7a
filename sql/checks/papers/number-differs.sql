-- title: A paper with another number than the confirmed one
-- title_vi: Giấy tờ ghi số khác số định danh đã xác nhận
-- severity: warning
-- why: One of the two numbers was copied wrongly, or the paper is somebody else's.
-- why_vi: Một trong hai số chép sai, hoặc giấy tờ là của người khác.
-- remedy: Look at the paper again; add it anew, or have the number cancelled and the right one confirmed.
-- remedy_vi: Xem lại giấy tờ; ghi lại giấy, hoặc hủy số và xác nhận số đúng.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select claim.book_id, 'resident' as subject, claim.resident_id::text as subject_id, claim.id::text as key,
       jsonb_build_object('paper', claim.id) as facts, jsonb_build_object('kind', claim.kind) as shown
from registry.claimed_number as claim
join registry.personal_number as known using (book_id, resident_id)
where claim.book_id = $1::int
  and known.state = 'confirmed'
  and known.number <> claim.number
