-- title: A one-time code that was never used
-- title_vi: Mã dùng một lần đã hết hạn mà chưa dùng
-- severity: info
-- why: Its owner cannot sign in any more, and may not know it.
-- why_vi: Chủ tài khoản không đăng nhập được nữa mà có thể không biết.
-- remedy: Give a new code, or disable the account.
-- remedy_vi: Cấp mã mới, hoặc khóa tài khoản.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, '' as key,
       jsonb_build_object('expired_at', account.code_expires_at) as facts,
       jsonb_build_object('user', account.name, 'expired_at', account.code_expires_at) as shown
from auth.checked_users() as account
where account.state = 'active'
  and account.code_due
  and account.code_expires_at < (select jobs.now())
