-- fires: the area ended today
--   target 00000000-0000-4000-8000-000000000001 - book=-
select fixture.target(1, fixture.place(1, jobs.today()), jobs.today() + 30);

-- silent: ends tomorrow; ended and withdrawn; ended under this name and goes on under another
select fixture.target(1, fixture.place(1, jobs.today() + 1), jobs.today() + 30);
select fixture.target(2, fixture.place(2, jobs.today()), jobs.today() + 30), fixture.target_set(2, 2, null);
select fixture.target(3, fixture.place(3, jobs.today()), jobs.today() + 30);
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, unit_id)
select old.level, old.code, old.name || ' mới', old.name_key, old.kind, old.parent_id, jobs.today(), old.unit_id
from registry.area as old where old.code = fixture.place_code(3) and old.level = 'commune';
