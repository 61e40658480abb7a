-- title: An account's state is not what the days of its steps say
-- title_vi: Trạng thái tài khoản khác với ngày các bước đã ghi
-- severity: serious
-- why: What a target counts as done now and as of a day must be the same accounts (C8, E3).
-- why_vi: Số đã đạt tính theo hiện tại và theo ngày phải là cùng những tài khoản đó.
-- remedy: Compare the account with its events; whoever wrote one without the other bypassed the steps of the register.
-- remedy_vi: Đối chiếu tài khoản với các bước đã ghi; có người đã ghi không qua các bước của sổ gốc.
-- slice: book
-- clock: yes
-- budget: 60 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       jsonb_build_object('state', account.state, 'by_days', told.state) as facts,
       jsonb_build_object('state', account.state, 'by_days', told.state, 'requested_on', account.requested_on) as shown
from registry.e_identity as account
left join targets.accounts_on((select jobs.today())) as told using (book_id, id)
where account.book_id = $1::int and account.state is distinct from told.state
