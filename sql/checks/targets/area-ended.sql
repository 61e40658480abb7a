-- title: A target of an area that no longer exists
-- title_vi: Chỉ tiêu của đơn vị đã chấm dứt
-- severity: warning
-- why: After a merger it counts the books of the area's last day, and nobody in office answers for it (A8, C8).
-- why_vi: Sau sáp nhập, chỉ tiêu tính theo sổ của ngày cuối cùng và không còn cơ quan chịu trách nhiệm.
-- remedy: Announce it for the area that took its place, and withdraw this one.
-- remedy_vi: Công bố cho đơn vị kế tục và rút chỉ tiêu này.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'target' as subject, target.id::text as subject_id, '' as key,
       jsonb_build_object('unit', target.unit_id) as facts,
       jsonb_build_object('unit', target.unit_id, 'measure', target.measure, 'deadline', target.deadline) as shown
from registry.target_now as target
where target.deadline is not null
  and not exists (
      select from registry.area as version
      where version.unit_id = target.unit_id and version.valid_to > (select jobs.today()))
