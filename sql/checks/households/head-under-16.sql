-- title: A head of household under 16
-- title_vi: Chủ hộ dưới 16 tuổi
-- severity: warning
-- why: In every candidate year the head is a child: who answers for the household is not written down, or the birth
--   is wrong.
-- why_vi: Theo mọi năm sinh có thể, chủ hộ còn là trẻ em: chưa ghi người đại diện hoặc sai ngày sinh.
-- remedy: Visit the household: name a guardian as head, or correct the birth.
-- remedy_vi: Đến hộ: ghi người giám hộ làm chủ hộ, hoặc sửa ngày sinh.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select home.book_id, 'household' as subject, home.household_id::text as subject_id, '' as key,
       jsonb_build_object('head', head.resident_id, 'born_earliest', head.born_earliest) as facts,
       jsonb_build_object('born_earliest', head.born_earliest, 'born_latest', head.born_latest) as shown
from registry.household_now as home
join registry.birth_now as head on (head.book_id, head.resident_id) = (home.book_id, home.head_id)
where home.book_id = $1::int
  and head.born_earliest > ((select jobs.today()) - interval '16 years')::date
