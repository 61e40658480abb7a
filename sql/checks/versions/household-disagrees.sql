-- title: What is believed of a person's household disagrees with the members
-- title_vi: Bản hiển thị về hộ của người không khớp thành viên hộ
-- severity: serious
-- why: The person stands in the list of a household she left, or in none.
-- why_vi: Người này nằm trong danh sách hộ cũ hoặc không nằm trong hộ nào.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('believed', version.household_id, 'member_of', member.household_id) as facts,
       jsonb_build_object('believed', version.household_id, 'member_of', member.household_id) as shown
from registry.resident_version as version
left join registry.household_member as member
    on (member.book_id, member.resident_id) = (version.book_id, version.resident_id)
    and member.principal is not false and member.valid_to = 'infinity'
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and ((version.household_id, version.relation) is distinct from (member.household_id, member.relation))
