-- title: A wide reach without a second factor
-- title_vi: Phạm vi rộng mà không có mã xác thực thứ hai
-- severity: serious
-- why: Whoever sees more than one commune, or administers, signs in with a code besides the password.
-- why_vi: Người xem nhiều xã hoặc quản trị phải đăng nhập kèm mã xác thực.
-- remedy: End the session; the next sign-in enrols the second factor.
-- remedy_vi: Kết thúc phiên; lần đăng nhập sau sẽ đăng ký mã xác thực.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select distinct null::int as book_id, 'user' as subject, account.user_id::text as subject_id, session.session_id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('user', account.name, 'last_seen', session.last_seen) as shown
from auth.checked_users() as account
join auth.checked_sessions() as session using (user_id)
join auth.checked_grants() as held using (user_id)
where not account.has_second_factor
  and session.ended_at is null
  and session.expires_at > (select jobs.now())
  and held.wide
  and held.confirmed_at is not null
  and held.revoked_at is null
  and held.valid_to > (select jobs.now())
