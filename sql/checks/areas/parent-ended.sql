-- title: A unit below one that has ended
-- title_vi: Đơn vị thuộc một cấp trên đã chấm dứt
-- severity: serious
-- why: After a merger or when a level is gone, what was below belongs to a unit that exists (R5.2); else it is in no
--   report of the area above.
-- why_vi: Sau sáp nhập hoặc bỏ một cấp, đơn vị trực thuộc phải thuộc đơn vị đang tồn tại; nếu không sẽ thiếu trong báo cáo
--   cấp trên.
-- remedy: Apply a table of area changes in which the unit continues on that day.
-- remedy_vi: Áp dụng bảng thay đổi có dòng “continue” cho đơn vị này vào ngày đó.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'area' as subject, unit.code as subject_id, '' as key,
       jsonb_build_object('parent', parent.id) as facts,
       jsonb_build_object('name', unit.name, 'parent', parent.name, 'parent_ended', parent.valid_to) as shown
from registry.area as unit
join registry.area as parent on parent.id = unit.parent_id
where unit.valid_from <= (select jobs.today()) and (select jobs.today()) < unit.valid_to
  and not exists (
      select from registry.area as above
      where above.unit_id = parent.unit_id
        and above.valid_from <= (select jobs.today()) and (select jobs.today()) < above.valid_to)
