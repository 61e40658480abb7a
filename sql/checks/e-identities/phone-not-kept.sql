-- title: An account whose telephone nobody stated
-- title_vi: Số điện thoại của tài khoản không có người khai
-- severity: serious
-- why: Whoever stated the telephone does not grant the account; this one was written past the statements that are kept.
-- why_vi: Người khai số điện thoại không được duyệt cấp; số này được ghi ngoài lịch sử khai.
-- remedy: Ask the holder for the number; state it anew, or lock the account.
-- remedy_vi: Hỏi lại chủ tài khoản; khai lại số, hoặc khóa tài khoản.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       jsonb_build_object('level', account.level) as facts, jsonb_build_object('level', account.level) as shown
from registry.e_identity as account
left join lateral (
    select said.phone_answer, said.phone, said.own_name from registry.e_identity_phone as said
    where (said.book_id, said.identity_id) = (account.book_id, account.id)
    order by said.id desc limit 1
) as stated on true
where account.book_id = $1::int
  and (account.phone_answer, account.phone, account.own_name)
        is distinct from (stated.phone_answer, stated.phone, stated.own_name)
