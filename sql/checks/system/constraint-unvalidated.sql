-- title: A constraint that was never validated
-- title_vi: Ràng buộc chưa được kiểm chứng
-- severity: serious
-- why: New rows obey it, old ones were never looked at: what it promises may be false.
-- why_vi: Dòng mới tuân theo, dòng cũ chưa kiểm: điều ràng buộc hứa có thể sai.
-- remedy: alter table … validate constraint; mend the rows that it names first.
-- remedy_vi: Chạy validate constraint; sửa trước các dòng vi phạm.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'constraint' as subject,
       format('%s.%s', con.conrelid::regclass, con.conname) as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('definition', pg_get_constraintdef(con.oid)) as shown
from pg_constraint as con
join pg_class as relation on relation.oid = con.conrelid
where not con.convalidated
  and pg_get_userbyid(relation.relowner) like 'sogoc\_%'
