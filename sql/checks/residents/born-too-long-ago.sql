-- title: Older than 110 in every candidate year
-- title_vi: Trên 110 tuổi theo mọi năm sinh có thể
-- severity: warning
-- why: Hardly anybody lives so long: the year is mistyped, or the death was never reported.
-- why_vi: Hầu như không ai sống đến tuổi đó: ghi sai năm sinh hoặc chưa báo tử.
-- remedy: Visit the household; record the death, or add the right birth and choose it.
-- remedy_vi: Đến hộ; ghi việc chết, hoặc thêm ngày sinh đúng rồi chọn.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select birth.book_id, 'resident' as subject, birth.resident_id::text as subject_id, '' as key,
       jsonb_build_object('born_latest', birth.born_latest) as facts,
       jsonb_build_object('born_earliest', birth.born_earliest, 'born_latest', birth.born_latest) as shown
from registry.birth_now as birth
where birth.book_id = $1::int
  and birth.born_latest <= ((select jobs.today()) - interval '110 years')::date
