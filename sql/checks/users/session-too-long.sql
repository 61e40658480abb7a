-- title: A session that lasts longer than twelve hours
-- title_vi: Phiên làm việc dài hơn 12 giờ
-- severity: serious
-- why: Sign-in gives twelve hours; this one was lengthened past the service.
-- why_vi: Đăng nhập cho 12 giờ; phiên này bị kéo dài ngoài hệ thống.
-- remedy: End the session, and look into the audit.
-- remedy_vi: Kết thúc phiên và tra nhật ký.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, session.user_id::text as subject_id, session.session_id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('created_at', session.created_at, 'expires_at', session.expires_at) as shown
from auth.checked_sessions() as session
where session.expires_at > session.created_at + interval '12 hours'
