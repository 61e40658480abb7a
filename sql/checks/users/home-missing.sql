-- title: The household of a user is not there
-- title_vi: Hộ của người dùng không tồn tại
-- severity: info
-- why: Nobody approves what their own household submitted (B9); with a household that is not there nothing is held
--   back.
-- why_vi: Không ai được duyệt hồ sơ của hộ mình; hộ không tồn tại thì không ngăn được.
-- remedy: Ask the user, and record the household.
-- remedy_vi: Hỏi người dùng và ghi lại hộ.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'user' as subject, account.user_id::text as subject_id, '' as key,
       jsonb_build_object('book', account.home_book_id, 'household', account.home_id) as facts,
       jsonb_build_object('user', account.name) as shown
from auth.checked_users() as account
where account.home_id is not null
  and not exists (
      select from registry.household
      where (household.book_id, household.id) = (account.home_book_id, account.home_id))
