-- title: A book that belongs to no commune today
-- title_vi: Sổ hôm nay không thuộc xã nào
-- severity: serious
-- why: No grant opens the book, and its people are in no report.
-- why_vi: Không quyền nào mở được sổ và người trong sổ không có trong báo cáo.
-- remedy: Add the commune to which the book belongs from today on.
-- remedy_vi: Bổ sung xã mà sổ thuộc về từ hôm nay.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'book' as subject, book.id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('opened_on', book.opened_on) as shown
from registry.book
where book.opened_on <= (select jobs.today())
  and (book.closed_on is null or book.closed_on > (select jobs.today()))
  and not exists (
      select from registry.book_area as placed
      where placed.book_id = book.id and placed.valid_from <= (select jobs.today()) and (select jobs.today()) < placed.valid_to)
