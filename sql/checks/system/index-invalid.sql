-- title: An index that is not valid
-- title_vi: Chỉ mục không hợp lệ
-- severity: serious
-- why: An interrupted build leaves an index that costs every write and serves no query; if it is unique, it guards
--   nothing.
-- why_vi: Chỉ mục tạo dở làm chậm mọi lần ghi mà không dùng được; nếu là duy nhất thì không bảo vệ gì.
-- remedy: reindex index concurrently, or remove it and build it again.
-- remedy_vi: Chạy reindex index concurrently, hoặc bỏ đi và tạo lại.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'index' as subject, index.indexrelid::regclass::text as subject_id, '' as key,
       jsonb_build_object('unique', index.indisunique) as facts,
       jsonb_build_object('table', index.indrelid::regclass::text, 'unique', index.indisunique) as shown
from pg_index as index
join pg_class as relation on relation.oid = index.indexrelid
where pg_get_userbyid(relation.relowner) like 'sogoc\_%'
  and not (index.indisvalid and index.indisready)
