-- title: A case of somebody who is not in the book any more
-- title_vi: Hồ sơ còn mở của người không còn trong sổ
-- severity: serious
-- why: Letters go out about somebody who died or left, and the case is overdue for ever (A12).
-- why_vi: Công văn vẫn gửi cho người đã mất hoặc đã đi; hồ sơ quá hạn mãi.
-- remedy: Withdraw the case, or record the return that was forgotten.
-- remedy_vi: Rút hồ sơ, hoặc ghi việc trở về đã bỏ sót.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, known.id::text as key,
       jsonb_build_object('state', known.state) as facts,
       jsonb_build_object('state', known.state, 'since', known.since) as shown
from registry.identity_case as known
where known.book_id = $1::int
  and known.state not in ('closed', 'withdrawn')
  and not exists (
      select from registry.stay
      where (stay.book_id, stay.resident_id) = (known.book_id, known.resident_id) and stay.closed_on is null)
