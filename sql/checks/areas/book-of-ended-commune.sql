-- title: A book that belongs to a commune that has ended
-- title_vi: Sổ thuộc một xã đã chấm dứt
-- severity: serious
-- why: After a merger the book must belong to the new commune, or the new one's officers do not see it (A8).
-- why_vi: Sau sáp nhập sổ phải thuộc xã mới, nếu không cán bộ xã mới không thấy.
-- remedy: Apply the table of area changes again, or add the row to the map.
-- remedy_vi: Áp dụng lại bảng thay đổi đơn vị, hoặc bổ sung bản đồ sổ.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'book' as subject, placed.book_id::text as subject_id, '' as key,
       jsonb_build_object('area', commune.id) as facts,
       jsonb_build_object('area', commune.name, 'valid_from', commune.valid_from, 'valid_to', commune.valid_to) as shown
from registry.book_area as placed
join registry.area as commune on commune.id = placed.area_id
where placed.valid_from <= (select jobs.today())
  and (select jobs.today()) < placed.valid_to
  and (commune.valid_to <= (select jobs.today()) or commune.valid_from > (select jobs.today()))
