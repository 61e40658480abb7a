-- fires: a table; an index
--   table registry.area - book=-
--   index registry.area_parent - book=-
insert into jobs.relation_fault (relation, kind, of_table, faults, first_fault, run_id, at)
values ('registry.area', 'table', 'registry.area', 2, 'block 0, offset 1: line pointer', 1, jobs.now()),
       ('registry.area_parent', 'index', 'registry.area', 1, 'item order invariant violated', 1, jobs.now());

-- silent: nothing verified as damaged; removed since; of that name in another schema
insert into jobs.relation_fault (relation, kind, of_table, faults, first_fault, run_id, at)
values ('registry.removed', 'table', 'registry.removed', 1, 'block 0', 1, jobs.now()),
       ('jobs.area', 'table', 'jobs.area', 1, 'block 0', 1, jobs.now());
