-- title: A grant on an area that no longer exists
-- title_vi: Quyền giao trên đơn vị đã chấm dứt
-- severity: warning
-- why: After a merger it opens what the old area was, perhaps nothing, perhaps more than is meant.
-- why_vi: Sau sáp nhập, quyền mở theo đơn vị cũ, có thể thiếu hoặc thừa.
-- remedy: Grant on the new area, and revoke this one.
-- remedy_vi: Giao quyền trên đơn vị mới và thu hồi quyền này.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       jsonb_build_object('area', held.area_id) as facts,
       jsonb_build_object('user', held.user_id, 'role', held.role, 'area_ended', held.area_valid_to) as shown
from auth.checked_grants() as held
where held.area_valid_to <= (select jobs.today())
  and held.revoked_at is null
  and held.valid_to > (select jobs.now())
