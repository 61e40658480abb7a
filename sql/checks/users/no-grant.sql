-- title: An account without any grant
-- title_vi: Tài khoản chưa từng được giao quyền
-- severity: info
-- why: It can do nothing; often it was made for somebody who then got another one.
-- why_vi: Tài khoản không làm được gì; thường tạo nhầm hoặc tạo trùng.
-- remedy: Grant what the person needs, or disable the account.
-- remedy_vi: Giao quyền cần thiết, hoặc khóa tài khoản.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('user', account.name, 'created_at', account.created_at) as shown
from auth.checked_users() as account
where account.state = 'active'
  and not exists (select from auth.checked_grants() as held where held.user_id = account.user_id)
