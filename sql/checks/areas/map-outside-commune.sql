-- title: A book in a commune at a time when there was none
-- title_vi: Sổ gắn với xã vào thời gian xã chưa có hoặc đã chấm dứt
-- severity: serious
-- why: A report "as then" names the book's commune on that day; one that did not exist is in no district (A8).
-- why_vi: Báo cáo theo thời điểm ghi xã của sổ vào ngày đó; xã không tồn tại thì không thuộc huyện nào.
-- remedy: Let the map say which commune took the book over, from the day on which the old one ended.
-- remedy_vi: Bổ sung bản đồ sổ: xã nào tiếp nhận sổ từ ngày xã cũ chấm dứt.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'book' as subject, placed.book_id::text as subject_id, placed.valid_from::text as key,
       jsonb_build_object('area', commune.id, 'level', commune.level, 'from', commune.valid_from, 'to', commune.valid_to) as facts,
       jsonb_build_object('area', commune.name, 'map_from', placed.valid_from, 'map_to', placed.valid_to,
                          'area_from', commune.valid_from, 'area_to', commune.valid_to) as shown
from registry.book_area as placed
join registry.area as commune on commune.id = placed.area_id
where placed.valid_from < commune.valid_from
   or placed.valid_to > commune.valid_to
   or commune.level <> 'commune'
