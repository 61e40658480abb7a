-- title: Next month's partition of the audit is missing
-- title_vi: Thiếu phân vùng nhật ký của tháng tới
-- severity: warning
-- why: On the first of the month every event will fall into the default partition.
-- why_vi: Từ đầu tháng tới mọi sự kiện sẽ rơi vào phân vùng mặc định.
-- remedy: select audit.add_partitions(day, 3), or look at why the nightly job does not.
-- remedy_vi: Chạy audit.add_partitions, hoặc xem vì sao công việc đêm không chạy.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'table' as subject,
       'audit.event_' || to_char((select jobs.today()) + interval '1 month', 'YYYY_MM') as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
where to_regclass('audit.event_' || to_char((select jobs.today()) + interval '1 month', 'YYYY_MM')) is null
