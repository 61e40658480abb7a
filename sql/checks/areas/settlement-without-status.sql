-- title: A settlement without a name today
-- title_vi: Thôn, cụm hôm nay không có tên
-- severity: warning
-- why: It is in no list, and its households cannot be found by it (A7).
-- why_vi: Không có trong danh sách nào, không tìm được hộ theo thôn.
-- remedy: Add its kind and name from the day on which the last ended.
-- remedy_vi: Bổ sung loại và tên từ ngày tên trước chấm dứt.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select settlement.book_id, 'settlement' as subject, settlement.id::text as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
from registry.settlement
where settlement.book_id = $1::int
  and not exists (
      select from registry.settlement_status as status
      where (status.book_id, status.settlement_id) = (settlement.book_id, settlement.id)
        and status.valid_from <= (select jobs.today()) and (select jobs.today()) < status.valid_to)
