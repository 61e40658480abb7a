-- title: A grant that has waited a week for its confirmation
-- title_vi: Quyền chờ xác nhận đã quá một tuần
-- severity: info
-- why: Somebody cannot work, or the grant should never have been given.
-- why_vi: Có người chưa làm việc được, hoặc quyền không nên giao.
-- remedy: A second administrator confirms or revokes it.
-- remedy_vi: Quản trị viên thứ hai xác nhận hoặc thu hồi.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('user', held.user_id, 'role', held.role, 'granted_at', held.granted_at) as shown
from auth.checked_grants() as held
where held.confirmed_at is null
  and held.revoked_at is null
  and held.granted_at < (select jobs.now()) - interval '7 days'
