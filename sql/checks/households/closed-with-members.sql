-- title: A closed household in which people live
-- title_vi: Hộ đã đóng nhưng còn thành viên
-- severity: serious
-- why: The people are in no list of households; nobody visits them and no decision reaches them.
-- why_vi: Những người này không có trong danh sách hộ; không ai đến và không được xét.
-- remedy: Move the members to the household they live in.
-- remedy_vi: Chuyển thành viên sang hộ đang ở.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.id::text as subject_id, '' as key,
       jsonb_build_object('closed_on', home.closed_on) as facts,
       jsonb_build_object('closed_on', home.closed_on, 'members', count(*)) as shown
from registry.household as home
join registry.household_member as member on (member.book_id, member.household_id) = (home.book_id, home.id)
where home.book_id = $1::int
  and home.closed_on is not null
  and member.valid_to = 'infinity'
group by home.book_id, home.id
