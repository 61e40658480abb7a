-- fires: one of older rules
--   system name_spelling older book=-
select fixture.resident(1, 'Giàng A Páo'), fixture.resident(2, 'Giàng A Nam');
update registry.name_spelling set key_version = 2 where name = 'Giàng A Páo';

-- fires: one without keys
--   system name_spelling missing book=-
select fixture.resident(1, 'Giàng A Páo'), fixture.resident(2, 'Giàng A Nam'), fixture.resident(3, 'Giàng A Sử');
delete from registry.name_spelling where name = 'Giàng A Páo';

-- silent: all of the same rules
select fixture.resident(1, 'Giàng A Páo'), fixture.resident(2, 'Giàng A Nam');
