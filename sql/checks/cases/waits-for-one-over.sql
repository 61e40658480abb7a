-- title: A case that waits for one that is over
-- title_vi: Hồ sơ vẫn chờ một hồ sơ đã xong
-- severity: serious
-- why: Nobody will release it any more: the child stays without a number although the mother's case is decided (B7).
-- why_vi: Không còn gì để chờ mà hồ sơ vẫn dừng: con không có số dù hồ sơ của mẹ đã quyết định.
-- remedy: The administrator of the database releases the case and looks for how it was left behind.
-- remedy_vi: Quản trị cơ sở dữ liệu cho hồ sơ đi tiếp và tìm nguyên nhân bị bỏ lại.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
select held.book_id, 'resident' as subject, held.resident_id::text as subject_id, held.id::text as key,
       jsonb_build_object('state', awaited.state) as facts,
       jsonb_build_object('since', held.since, 'state', awaited.state) as shown
from registry.identity_case as held
join registry.identity_case as awaited on (awaited.book_id, awaited.id) = (held.waits_for_book, held.waits_for_case)
where held.state = 'held'
  and awaited.state in ('decided', 'numbered', 'closed', 'withdrawn')
