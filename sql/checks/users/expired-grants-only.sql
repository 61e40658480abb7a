-- title: An account of which every grant is over
-- title_vi: Tài khoản chỉ còn quyền đã hết hạn hoặc thu hồi
-- severity: warning
-- why: Whoever has left keeps an account that waits for one wrong grant.
-- why_vi: Người đã thôi việc còn tài khoản, chỉ chờ giao nhầm quyền.
-- remedy: Disable the account, or grant anew.
-- remedy_vi: Khóa tài khoản, hoặc giao lại quyền.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, '' as key,
       jsonb_build_object('last_grant', max(held.grant_id)) as facts,
       jsonb_build_object('user', account.name, 'last_grant', max(held.grant_id)) as shown
from auth.checked_users() as account
join auth.checked_grants() as held using (user_id)
where account.state = 'active'
group by account.user_id, account.name
having every(held.revoked_at is not null or held.valid_to <= (select jobs.now()))
