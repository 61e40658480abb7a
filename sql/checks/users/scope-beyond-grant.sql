-- title: A reach that its grant does not give
-- title_vi: Phạm vi truy cập vượt quá quyền được giao
-- severity: critical
-- why: Row security asks this table and no other: what stands here is open, whatever was revoked.
-- why_vi: Cơ chế phân quyền chỉ đọc bảng này: còn ở đây là còn mở, dù quyền đã thu hồi.
-- remedy: Have the scope written anew (auth.flatten), and find out which trigger is missing.
-- remedy_vi: Tạo lại phạm vi (auth.flatten) và tìm trigger bị thiếu.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, scope.grant_id::text as subject_id, '' as key,
       jsonb_build_object('rows', count(*)) as facts,
       jsonb_build_object('users', jsonb_agg(distinct scope.user_id), 'reaches', jsonb_agg(distinct scope.reach)) as shown
from auth.checked_scope() as scope
join auth.checked_grants() as held using (grant_id)
where held.confirmed_at is null
   or scope.valid_to > held.revoked_at
   or scope.valid_to > held.valid_to
   or scope.user_id <> held.user_id
group by scope.grant_id
