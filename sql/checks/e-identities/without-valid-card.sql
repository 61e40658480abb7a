-- title: An account without a valid card
-- title_vi: Tài khoản định danh không có thẻ còn giá trị
-- severity: serious
-- why: No card, no account (R3.1); an account that outlives its card can be used in the holder's name.
-- why_vi: Không có thẻ thì không có tài khoản; tài khoản còn sau khi hết thẻ có thể bị lợi dụng.
-- remedy: Have the card made anew, or lock the account.
-- remedy_vi: Cấp lại thẻ, hoặc khóa tài khoản.
-- slice: register
-- clock: yes
-- budget: 30 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       jsonb_build_object('state', account.state) as facts,
       jsonb_build_object('state', account.state, 'level', account.level) as shown
from registry.e_identity as account
where account.state in ('granted', 'activated', 'unlocked')
  and not exists (
      select from registry.card
      where card.resident_id = account.resident_id
        and card.state = 'handed_over'
        and coalesce(card.expires_on, 'infinity') >= (select jobs.today()))
