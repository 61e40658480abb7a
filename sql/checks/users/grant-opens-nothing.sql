-- title: A grant that opens no book
-- title_vi: Quyền không mở được sổ nào
-- severity: warning
-- why: Its holder signs in and sees nobody: the area has no book, or the scope was not written.
-- why_vi: Người được giao đăng nhập nhưng không thấy ai: đơn vị không có sổ hoặc chưa tạo phạm vi.
-- remedy: Grant on an area with books, or have the scope written anew (auth.flatten).
-- remedy_vi: Giao quyền trên đơn vị có sổ, hoặc tạo lại phạm vi (auth.flatten).
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'grant' as subject, held.grant_id::text as subject_id, '' as key,
       jsonb_build_object('area', held.area_id) as facts,
       jsonb_build_object('user', held.user_id, 'role', held.role) as shown
from auth.checked_grants() as held
where held.may_view
  and held.confirmed_at is not null
  and held.revoked_at is null
  and held.valid_to > (select jobs.now())
  and not exists (
      select from auth.checked_scope() as scope
      where scope.grant_id = held.grant_id and scope.reach = 'view'
        -- 0 is the district's own shelf, which is no book.
        and scope.book_id > 0)
