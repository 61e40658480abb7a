-- title: A parent under twelve at the birth
-- title_vi: Cha hoặc mẹ dưới 12 tuổi khi sinh con
-- severity: warning
-- why: In every candidate year the parent was a child; a birth or the relation is wrong (R9.11).
-- why_vi: Theo mọi năm sinh có thể, cha mẹ còn là trẻ em khi sinh con; sai ngày sinh hoặc sai quan hệ.
-- remedy: Ask the family; correct the birth, or the relation (a brother, a nephew, an adopted child).
-- remedy_vi: Hỏi gia đình; sửa ngày sinh hoặc quan hệ (em, cháu, con nuôi).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select link.book_id, 'resident' as subject, link.child_id::text as subject_id, link.parent_id::text as key,
       jsonb_build_object('child_latest', child.born_latest, 'parent_earliest', parent.born_earliest) as facts,
       jsonb_build_object('roles', jsonb_agg(link.role order by link.role), 'child_latest', child.born_latest, 'parent_earliest', parent.born_earliest) as shown
from registry.parent_now as link
join registry.birth_now as child on (child.book_id, child.resident_id) = (link.book_id, link.child_id)
join registry.birth_now as parent on (parent.book_id, parent.resident_id) = (link.parent_book_id, link.parent_id)
where link.book_id = $1::int
  and link.parent_book_id = $1::int
  and parent.seal <= child.seal
  and child.born_latest < (parent.born_earliest + interval '12 years')::date
  -- Where the child is the older one, that check speaks (families/child-older-than-parent).
  and child.born_latest >= parent.born_earliest
-- A parent may be told as one thing and seen from the household as another.
group by link.book_id, link.child_id, link.parent_id, child.born_latest, parent.born_earliest
