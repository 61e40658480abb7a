-- title: Fewer than two administrators
-- title_vi: Chưa đủ hai quản trị viên
-- severity: critical
-- why: A wide grant needs a second administrator, and so does whoever loses password or second factor.
-- why_vi: Quyền rộng cần quản trị viên thứ hai; mất mật khẩu hay mã xác thực cũng cần người thứ hai.
-- remedy: Whoever owns the installation makes another one: sogoc user add --administrator on its machine.
-- remedy_vi: Chủ hệ thống tạo thêm quản trị viên trên máy chủ.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'system' as subject, 'administrators' as subject_id, '' as key,
       jsonb_build_object('administrators', count(distinct account.user_id)) as facts,
       jsonb_build_object('administrators', count(distinct account.user_id)) as shown
from auth.checked_users() as account
join auth.checked_grants() as held using (user_id)
where account.state = 'active'
  and held.role = 'administrator'
  and held.confirmed_at is not null
  and held.revoked_at is null
  and held.valid_from <= (select jobs.now())
  and (select jobs.now()) < held.valid_to
having count(distinct account.user_id) < 2
