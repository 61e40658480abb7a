-- title: A session of a disabled account is open
-- title_vi: Tài khoản đã khóa vẫn còn phiên làm việc
-- severity: critical
-- why: Disabling ends access at once; here it did not.
-- why_vi: Khóa tài khoản phải ngắt ngay; ở đây chưa ngắt.
-- remedy: End the session, and find out which trigger is missing (system/trigger-disabled).
-- remedy_vi: Kết thúc phiên và tìm trigger bị thiếu.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, session.session_id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('user', account.name, 'last_seen', session.last_seen) as shown
from auth.checked_users() as account
join auth.checked_sessions() as session using (user_id)
where account.state = 'disabled'
  and session.ended_at is null
  and session.expires_at > (select jobs.now())
