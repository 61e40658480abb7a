-- title: Not activated in time, and not marked
-- title_vi: Quá hạn kích hoạt mà chưa ghi
-- severity: warning
-- why: After seven days from the notice only the hotline activates an account (R3.4); until it is marked, lists send
--   people to the application in vain.
-- why_vi: Quá 7 ngày chỉ kích hoạt qua tổng đài; nếu chưa ghi thì người dân bị hướng dẫn sai.
-- remedy: See why the job paper-periods does not run.
-- remedy_vi: Xem vì sao công việc paper-periods không chạy.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       jsonb_build_object('activate_by', account.activate_by) as facts,
       jsonb_build_object('activate_by', account.activate_by) as shown
from registry.e_identity as account
where account.book_id = $1::int
  and account.state = 'granted'
  -- The night has the whole day after.
  and account.activate_by < (select jobs.today()) - 1
