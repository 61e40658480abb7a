-- title: In no household
-- title_vi: Không thuộc hộ nào
-- severity: warning
-- why: No visit will find the person, and no poverty decision reaches her.
-- why_vi: Không lượt đến hộ nào gặp được người này và không được xét hộ nghèo.
-- remedy: Ask where the person lives; add her to that household, or open one.
-- remedy_vi: Hỏi người đó ở đâu; thêm vào hộ đó hoặc lập hộ.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('since', resident.believed_from) as shown
from registry.resident_now as resident
where resident.book_id = $1::int
  and resident.household_id is null
