-- title: A session that no grant opens any more
-- title_vi: Phiên làm việc không còn quyền nào
-- severity: serious
-- why: A grant that is taken back ends what it opened; this session could act again with the next one.
-- why_vi: Quyền bị thu hồi phải ngắt phiên; phiên này có thể hoạt động lại khi có quyền mới.
-- remedy: End the session, and find out which trigger is missing (system/trigger-disabled).
-- remedy_vi: Kết thúc phiên và tìm trigger bị thiếu.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, session.user_id::text as subject_id, session.session_id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('login_class', session.login_class, 'last_seen', session.last_seen) as shown
from auth.checked_sessions() as session
where session.ended_at is null
  and session.expires_at > (select jobs.now())
  and not exists (
      select from auth.checked_grants() as held
      where held.user_id = session.user_id and held.login_class = session.login_class and held.revoked_at is null
        and held.confirmed_at is not null and held.valid_to > (select jobs.now()))
