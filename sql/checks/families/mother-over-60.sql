-- title: A mother over sixty at the birth
-- title_vi: Mẹ trên 60 tuổi khi sinh con
-- severity: warning
-- why: In every candidate year; often a grandmother who is written down as the mother.
-- why_vi: Theo mọi năm sinh có thể; thường là bà được ghi làm mẹ.
-- remedy: Ask the family; correct the birth, or the relation.
-- remedy_vi: Hỏi gia đình; sửa ngày sinh hoặc quan hệ.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select link.book_id, 'resident' as subject, link.child_id::text as subject_id, link.parent_id::text as key,
       jsonb_build_object('child_earliest', child.born_earliest, 'mother_latest', mother.born_latest) as facts,
       jsonb_build_object('child_earliest', child.born_earliest, 'mother_latest', mother.born_latest) as shown
from registry.parent_now as link
join registry.birth_now as child on (child.book_id, child.resident_id) = (link.book_id, link.child_id)
join registry.birth_now as mother on (mother.book_id, mother.resident_id) = (link.parent_book_id, link.parent_id)
where link.book_id = $1::int
  and link.parent_book_id = $1::int
  and link.role = 'mother'
  and mother.seal <= child.seal
  and child.born_earliest > (mother.born_latest + interval '60 years')::date
