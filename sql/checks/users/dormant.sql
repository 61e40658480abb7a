-- title: An account that nobody has used for long
-- title_vi: Tài khoản lâu không sử dụng
-- severity: warning
-- why: A grant that is not used is not needed, and its password is where nobody looks (G3).
-- why_vi: Quyền không dùng là quyền không cần; mật khẩu không ai để ý.
-- remedy: Ask whether it is still needed; otherwise disable the account.
-- remedy_vi: Hỏi còn cần không; nếu không thì khóa tài khoản.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('user', account.name, 'created_at', account.created_at) as shown
from auth.checked_users() as account
join registry.parameter as setting on setting.key = 'user.dormant_after'
where account.state = 'active'
  and account.created_at < (select jobs.now()) - setting.value * interval '1 day'
  and exists (
      select from auth.checked_grants() as held
      where held.user_id = account.user_id and held.revoked_at is null and held.valid_to > (select jobs.now()))
  -- Sessions are forgotten ninety days after their end.
  and not exists (
      select from auth.checked_sessions() as session
      where session.user_id = account.user_id and session.last_seen > (select jobs.now()) - setting.value * interval '1 day')
