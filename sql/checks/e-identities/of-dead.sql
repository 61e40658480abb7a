-- title: Dead, and an account is open
-- title_vi: Đã chết nhưng tài khoản định danh chưa khóa
-- severity: critical
-- why: Somebody else acts in the name of the dead; a death locks accounts (A12, C5).
-- why_vi: Người khác có thể dùng danh nghĩa người đã chết; ghi việc chết phải khóa tài khoản.
-- remedy: Compare the death with its paper; then lock the account.
-- remedy_vi: Đối chiếu việc chết với giấy tờ; sau đó khóa tài khoản.
-- slice: register
-- clock: no
-- budget: 30 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       jsonb_build_object('state', account.state) as facts, jsonb_build_object('state', account.state) as shown
from registry.e_identity as account
where account.state not in ('refused', 'locked')
  and exists (
      select from registry.life_event as life
      where life.resident_id = account.resident_id and life.kind = 'death')
