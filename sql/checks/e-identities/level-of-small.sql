-- title: Level 2 of a child under six
-- title_vi: Trẻ dưới 6 tuổi có tài khoản mức 02
-- severity: serious
-- why: Children under six have level 1 only (R3.1); level 2 needs face and fingerprints.
-- why_vi: Trẻ dưới 6 tuổi chỉ có mức 01; mức 02 cần khuôn mặt và vân tay.
-- remedy: Correct the child's birth if it is wrong; else lock the account.
-- remedy_vi: Sửa ngày sinh nếu sai; nếu đúng thì khóa tài khoản.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select account.book_id, 'resident' as subject, account.resident_id::text as subject_id, account.id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('requested_on', account.requested_on) as shown
from registry.e_identity as account
join registry.resident_version as version
    on (version.book_id, version.resident_id) = (account.book_id, account.resident_id) and version.believed_to = 'infinity'
where account.book_id = $1::int
  and account.level = 2
  and account.state not in ('refused', 'locked')
  and registry.reached(6, version.born_earliest, version.born_latest, account.requested_on) is false
