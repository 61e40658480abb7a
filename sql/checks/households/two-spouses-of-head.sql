-- title: Two spouses of one head
-- title_vi: Chủ hộ có hai vợ hoặc chồng
-- severity: warning
-- why: A marriage has two sides; the other one is a child's spouse, a former wife, or lives elsewhere.
-- why_vi: Hôn nhân một vợ một chồng; người kia có thể là vợ/chồng của con, vợ cũ hoặc ở hộ khác.
-- remedy: Ask the household, and correct the relation.
-- remedy_vi: Hỏi hộ và sửa quan hệ.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'household' as subject, resident.household_id::text as subject_id, '' as key,
       jsonb_build_object('spouses', count(*)) as facts, jsonb_build_object('spouses', count(*)) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.relation in ('02', '03')
  and resident.household_id is not null
group by resident.book_id, resident.household_id
having count(*) > 1
