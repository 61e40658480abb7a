-- title: A sequence of which four fifths are used up
-- title_vi: Bộ đếm đã dùng quá bốn phần năm
-- severity: serious
-- why: At its end nothing of that kind can be written any more.
-- why_vi: Khi hết, không ghi thêm được loại dữ liệu đó nữa.
-- remedy: Widen the column to bigint in a migration while there is time.
-- remedy_vi: Mở rộng cột thành bigint bằng một bước nâng cấp khi còn kịp.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'sequence' as subject, format('%s.%s', sequence.schemaname, sequence.sequencename) as subject_id,
       '' as key,
       jsonb_build_object('percent', trunc(100.0 * sequence.last_value / sequence.max_value)) as facts,
       jsonb_build_object('last_value', sequence.last_value, 'max_value', sequence.max_value) as shown
from pg_sequences as sequence
where sequence.last_value > 0.8 * sequence.max_value
