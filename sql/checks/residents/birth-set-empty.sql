-- title: A stated birth without any possible day
-- title_vi: Có khai ngày sinh nhưng không còn ngày nào có thể
-- severity: serious
-- guards: constraint
-- why: The person was asked and answered, yet no report and no search can count an age.
-- why_vi: Đã khai ngày sinh nhưng không thể tính tuổi trong tra cứu và báo cáo.
-- remedy: Read what was said in the record and add the birth anew; restore the constraints birth_fact_bounds and
--   birth_fact_answered.
-- remedy_vi: Đọc lại lời khai và thêm lại ngày sinh; khôi phục ràng buộc birth_fact_bounds và birth_fact_answered.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select birth.book_id, 'resident' as subject, birth.resident_id::text as subject_id, birth.id::text as key,
       jsonb_build_object('birth_fact', birth.id) as facts,
       jsonb_build_object('basis', birth.basis, 'precision', birth."precision") as shown
from registry.birth_fact as birth
where birth.book_id = $1::int
  and birth.answer = 'stated'
  and isempty(coalesce(birth.candidates, '{}'))
