-- title: A child older than a parent
-- title_vi: Con lớn tuổi hơn cha hoặc mẹ
-- severity: serious
-- why: On every day on which they may have been born the child came first; usually a mistyped year or a wrong relation.
-- why_vi: Theo mọi ngày sinh có thể, con sinh trước cha mẹ; thường do ghi sai năm hoặc sai quan hệ.
-- remedy: Compare with the birth certificate; correct the date that is wrong, or the relation.
-- remedy_vi: Đối chiếu giấy khai sinh; sửa ngày sinh sai hoặc sửa quan hệ.
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
  and child.born_latest < parent.born_earliest
-- A parent may be told as one thing and seen from the household as another.
group by link.book_id, link.child_id, link.parent_id, child.born_latest, parent.born_earliest
