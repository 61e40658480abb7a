-- title: A household with two heads
-- title_vi: Hộ có hai chủ hộ
-- severity: critical
-- guards: constraint
-- why: Two people sign for one household; the constraint household_one_head is missing (A6).
-- why_vi: Hai người cùng đứng tên một hộ; thiếu ràng buộc household_one_head.
-- remedy: Ask who the head is and end the other's membership as such; restore the constraint.
-- remedy_vi: Hỏi ai là chủ hộ, kết thúc tư cách chủ hộ của người kia; khôi phục ràng buộc.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select member.book_id, 'household' as subject, member.household_id::text as subject_id, '' as key,
       jsonb_build_object('members', jsonb_agg(member.id order by member.id)) as facts,
       jsonb_build_object('heads', count(*)) as shown
from registry.household_member as member
where member.book_id = $1::int
  and member.relation = '01'
  and member.valid_to = 'infinity'
group by member.book_id, member.household_id
having count(*) > 1
