-- title: The public holidays of a year are not entered
-- title_vi: Chưa nhập ngày nghỉ lễ của năm
-- severity: warning
-- why: Periods in working days end too early, and cases are escalated although nobody is late.
-- why_vi: Thời hạn tính theo ngày làm việc sẽ kết thúc quá sớm; hồ sơ bị coi là quá hạn oan.
-- remedy: Enter the days off and the days worked in exchange that the government has announced.
-- remedy_vi: Nhập ngày nghỉ và ngày làm bù theo thông báo của Chính phủ.
-- slice: register
-- clock: yes
-- budget: 5 s, 100 rows
select null::int as book_id, 'holiday' as subject, wanted.year::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('year', wanted.year) as shown
from (
    -- From 90 days before a year on its days must be known: periods reach into it.
    select distinct extract(year from jobs.today() + ahead)::int as year from (values (0), (90)) as look (ahead)
) as wanted
where not exists (
    select from registry.holiday as entered
    where entered.kind = 'off' and entered.day between make_date(wanted.year, 1, 1) and make_date(wanted.year, 12, 31))
