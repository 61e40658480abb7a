-- title: What is believed of a household disagrees with its members
-- title_vi: Bản hiển thị của hộ không khớp thành viên
-- severity: serious
-- why: Households, poor households and heads are counted from what is believed.
-- why_vi: Số hộ, hộ nghèo và chủ hộ được đếm từ bản hiển thị.
-- remedy: Have the versions of the household written anew (derive.refresh_household).
-- remedy_vi: Tạo lại bản hiển thị của hộ (derive.refresh_household).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select version.book_id, 'household' as subject, version.household_id::text as subject_id, '' as key,
       jsonb_build_object('believed', version.members, 'members', coalesce(living.members, 0)) as facts,
       jsonb_build_object('believed', version.members, 'members', coalesce(living.members, 0), 'closed', version.closed) as shown
from registry.household_version as version
join registry.household as home on (home.book_id, home.id) = (version.book_id, version.household_id)
left join (
    select member.book_id, member.household_id, count(*) as members,
           (array_agg(member.resident_id) filter (where member.relation = '01'))[1] as head_id
    from registry.household_member as member
    where member.book_id = $1::int
      and member.principal is not false
      and member.valid_to = 'infinity'
    group by member.book_id, member.household_id
) as living on (living.book_id, living.household_id) = (version.book_id, version.household_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (version.members <> coalesce(living.members, 0) or version.head_id is distinct from living.head_id
       or version.closed <> (home.closed_on is not null))
