-- title: Arrived before being born
-- title_vi: Năm đến trước năm sinh
-- severity: info
-- why: Often the year in which the family came; as the person's own it spoils the years asked of the home town.
-- why_vi: Thường là năm gia đình đến; ghi cho riêng người này làm sai năm khi xác minh quê quán.
-- remedy: Ask whether the person was born here; correct the year of arrival or the birth.
-- remedy_vi: Hỏi có sinh tại đây không; sửa năm đến hoặc ngày sinh.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select fact.book_id, 'resident' as subject, fact.resident_id::text as subject_id, fact.id::text as key,
       jsonb_build_object('arrival_year', fact.year, 'born_earliest', birth.born_earliest) as facts,
       jsonb_build_object('arrival_year', fact.year, 'born_earliest', birth.born_earliest) as shown
from registry.attribute_fact as fact
join registry.birth_now as birth using (book_id, resident_id)
where fact.book_id = $1::int
  and fact.year < extract(year from birth.born_earliest)
