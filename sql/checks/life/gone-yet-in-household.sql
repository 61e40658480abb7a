-- title: Gone, and still a member of a household
-- title_vi: Đã đi nhưng vẫn là thành viên hộ
-- severity: serious
-- why: The household counts somebody who does not live here any more; aid is reckoned for her.
-- why_vi: Hộ vẫn tính người không còn ở; hỗ trợ bị tính thừa.
-- remedy: End the membership on the day on which the stay ended.
-- remedy_vi: Kết thúc tư cách thành viên vào ngày thôi cư trú.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select member.book_id, 'resident' as subject, member.resident_id::text as subject_id, member.household_id::text as key,
       jsonb_build_object('members', jsonb_agg(member.id order by member.id)) as facts,
       jsonb_build_object('relations', jsonb_agg(member.relation order by member.id)) as shown
from registry.household_member as member
where member.book_id = $1::int
  and member.valid_to = 'infinity'
  and not exists (
      select from registry.stay
      where (stay.book_id, stay.resident_id) = (member.book_id, member.resident_id) and stay.closed_on is null)
group by member.book_id, member.resident_id, member.household_id
