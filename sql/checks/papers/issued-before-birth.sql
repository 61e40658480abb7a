-- title: A paper issued before its bearer was born
-- title_vi: Giấy tờ cấp trước ngày sinh
-- severity: warning
-- why: On every day on which the person may have been born the paper was there already: date or bearer is wrong.
-- why_vi: Mọi ngày sinh có thể đều sau ngày cấp giấy: sai ngày hoặc không phải giấy của người này.
-- remedy: Look at the paper again; add it anew, or add the right birth and choose it.
-- remedy_vi: Xem lại giấy tờ; ghi lại giấy, hoặc thêm ngày sinh đúng rồi chọn.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select paper.book_id, 'resident' as subject, paper.resident_id::text as subject_id, paper.id::text as key,
       jsonb_build_object('paper', paper.id, 'born_earliest', birth.born_earliest) as facts,
       jsonb_build_object('kind', paper.kind, 'issued_on', paper.issued_on, 'born_earliest', birth.born_earliest) as shown
from registry.paper_fact as paper
join registry.birth_now as birth using (book_id, resident_id)
where paper.book_id = $1::int
  and paper.issued_on < birth.born_earliest
