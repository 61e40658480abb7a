-- title: A table or an index that is damaged
-- title_vi: Bảng hoặc chỉ mục bị hỏng
-- severity: critical
-- why: What stands in it can no longer be relied on: rows are lost or unreadable, or an index finds other rows than the
--   table holds and lets a number in twice. It grows with every write, and later backups hold the damage too.
-- why_vi: Dữ liệu trong đó không còn đáng tin: mất dòng, không đọc được, hoặc chỉ mục trả về sai và cho phép trùng số. Càng
--   ghi càng hỏng thêm, và các bản sao lưu về sau cũng hỏng theo.
-- remedy: An index alone is made anew: reindex index concurrently. A damaged table is restored from the last sound backup;
--   keep the damaged files, look at the disk and the memory, and keep every older backup until it is clear since when.
-- remedy_vi: Riêng chỉ mục thì tạo lại bằng reindex index concurrently. Bảng hỏng thì phục hồi từ bản sao lưu lành gần nhất;
--   giữ lại tệp hỏng, kiểm tra ổ đĩa và bộ nhớ, giữ các bản sao lưu cũ đến khi biết hỏng từ lúc nào.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, fault.kind as subject, fault.relation as subject_id, '' as key,
       jsonb_build_object('faults', fault.faults, 'first', fault.first_fault) as facts,
       jsonb_build_object('table', fault.of_table, 'faults', fault.faults, 'first', fault.first_fault) as shown
from jobs.relation_fault as fault
-- One that was removed is damaged no more.
where exists (
    select from pg_class as relation
    join pg_namespace as schema on schema.oid = relation.relnamespace
    where format('%I.%I', schema.nspname, relation.relname) = fault.relation)
