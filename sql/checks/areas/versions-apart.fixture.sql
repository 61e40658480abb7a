-- fires: missing for a day; two codes of one unit at once
--   area 99991 2020-01-02 book=-
--   area 99993 2020-01-01 book=-
select fixture.unit('commune', '99991', until => '2020-01-01'), fixture.unit('commune', '99992', until => '2020-01-02');
insert into registry.area (level, code, name, name_key, kind, valid_from)
values ('commune', '99991', 'Xã Sau', 'sau', 'xa', '2020-01-02');
insert into registry.area (unit_id, level, code, name, name_key, kind, valid_from)
values (fixture.area('commune', '99992'), 'commune', '99993', 'Xã Khác', 'khac', 'xa', '2020-01-01');

-- silent: one follows the other; the code went to another unit a year later
select fixture.unit('commune', '99991', until => '2020-01-01'), fixture.unit('commune', '99992', until => '2020-01-01');
insert into registry.area (level, code, name, name_key, kind, valid_from)
values ('commune', '99991', 'Xã Sau', 'sau', 'xa', '2020-01-01');
insert into registry.area (id, unit_id, level, code, name, name_key, kind, valid_from) overriding system value
values (2000000, 2000000, 'commune', '99992', 'Xã Khác', 'khac', 'xa', '2021-01-01');
