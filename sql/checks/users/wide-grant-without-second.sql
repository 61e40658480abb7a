-- title: A wide grant that no second administrator confirmed
-- title_vi: Quyền rộng chưa có quản trị viên thứ hai xác nhận
-- severity: critical
-- why: It counts, and only one person stands behind it: the confirmation was written past the service (F6).
-- why_vi: Quyền đang có hiệu lực mà chỉ một người chịu trách nhiệm: xác nhận bị ghi ngoài hệ thống.
-- remedy: Revoke the grant, and look into the audit.
-- remedy_vi: Thu hồi quyền và tra nhật ký.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       jsonb_build_object('granted_by', held.granted_by) as facts,
       jsonb_build_object('user', held.user_id, 'role', held.role) as shown
from auth.checked_grants() as held
where held.wide
  and held.granted_by is not null
  and held.confirmed_at is not null
  and held.confirmed_by is null
  and held.revoked_at is null
