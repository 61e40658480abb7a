-- title: A grant to oneself, or confirmed by whoever gave it
-- title_vi: Tự giao quyền hoặc tự xác nhận quyền mình giao
-- severity: critical
-- guards: constraint
-- why: Two people must stand behind a reach (F6); the constraints grant_not_to_oneself and grant_second_person are
--   missing.
-- why_vi: Phải có hai người chịu trách nhiệm; thiếu ràng buộc grant_not_to_oneself, grant_second_person.
-- remedy: Revoke the grant, look into the audit, restore the constraints.
-- remedy_vi: Thu hồi quyền, tra nhật ký, khôi phục ràng buộc.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       jsonb_build_object('granted_by', held.granted_by, 'confirmed_by', held.confirmed_by) as facts,
       jsonb_build_object('user', held.user_id, 'role', held.role) as shown
from auth.checked_grants() as held
where held.granted_by = held.user_id
   or held.confirmed_by = held.user_id
   or held.confirmed_by = held.granted_by
