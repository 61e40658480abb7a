-- title: A commune's role over more than a commune
-- title_vi: Vai trò cấp xã trên phạm vi rộng hơn xã
-- severity: warning
-- why: An officer of a commune sees or edits the whole district (G3).
-- why_vi: Cán bộ xã xem hoặc sửa được cả huyện.
-- remedy: Grant the role on the commune, and revoke this one.
-- remedy_vi: Giao vai trò trên xã và thu hồi quyền này.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       jsonb_build_object('role', held.role, 'area', held.area_id) as facts,
       jsonb_build_object('user', held.user_id, 'role', held.role, 'level', held.area_level) as shown
from auth.checked_grants() as held
where held.role in ('commune_officer', 'commune_supervisor', 'settlement_head', 'outreach_member')
  and held.area_level <> 'commune'
  and held.revoked_at is null
  and held.valid_to > (select jobs.now())
