-- title: Two numbers on one person's papers
-- title_vi: Hai số trên giấy tờ của một người
-- severity: warning
-- why: Card and birth certificate carry the same number for life (R1.1); one was copied wrongly or is somebody else's.
-- why_vi: Thẻ và giấy khai sinh cùng một số suốt đời; một giấy chép sai hoặc là của người khác.
-- remedy: Look at both papers again before any number is confirmed.
-- remedy_vi: Xem lại cả hai giấy tờ trước khi xác nhận số.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select claim.book_id, 'resident' as subject, claim.resident_id::text as subject_id, '' as key,
       jsonb_build_object('papers', jsonb_agg(claim.id order by claim.id)) as facts,
       jsonb_build_object('kinds', jsonb_agg(claim.kind order by claim.id)) as shown
from registry.claimed_number as claim
where claim.book_id = $1::int
group by claim.book_id, claim.resident_id
having count(distinct claim.number) > 1
