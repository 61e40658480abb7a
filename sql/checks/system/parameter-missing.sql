-- title: A parameter that checks and limits read is missing
-- title_vi: Thiếu tham số mà kiểm tra và ngưỡng cần đọc
-- severity: serious
-- why: What reads it finds nothing and says nothing.
-- why_vi: Chỗ đọc tham số sẽ không thấy gì và không báo gì.
-- remedy: sogoc migrate up puts back what the reference data has.
-- remedy_vi: Chạy sogoc migrate up để nạp lại tham số gốc.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'parameter' as subject, wanted.key as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
from (values
    ('user.dormant_after'), ('rows_shown.per_hour.commune_officer'), ('rows_shown.per_hour.district_officer')
) as wanted (key)
where not exists (select from registry.parameter as setting where setting.key = wanted.key)
