-- fires: the district ended today; the district begins tomorrow
--   area 99991 - book=-
--   area 99992 - book=-
select fixture.unit('district', '997'), fixture.unit('district', '998', since => jobs.today() + 1),
       fixture.unit('commune', '99991'), fixture.unit('commune', '99992');
update registry.area set valid_to = jobs.today() where id = fixture.area('district', '997');
update registry.area set parent_id = fixture.area('district', '997') where id = fixture.area('commune', '99991');
update registry.area set parent_id = fixture.area('district', '998') where id = fixture.area('commune', '99992');

-- silent: the district ends tomorrow; it goes on under another name; the commune ended with it; the commune is to come
select fixture.unit('district', '996'), fixture.unit('district', '997'), fixture.unit('district', '998'),
       fixture.unit('commune', '99991'), fixture.unit('commune', '99992'), fixture.unit('commune', '99993'),
       fixture.unit('commune', '99994', since => jobs.today() + 1);
update registry.area set parent_id = fixture.area('district', '996') where id = fixture.area('commune', '99991');
update registry.area set parent_id = fixture.area('district', '997') where id = fixture.area('commune', '99992');
update registry.area set parent_id = fixture.area('district', '998')
where id in (fixture.area('commune', '99993'), fixture.area('commune', '99994'));
update registry.area set valid_to = jobs.today() + 1 where id = fixture.area('district', '996');
update registry.area set valid_to = jobs.today()
where id in (fixture.area('district', '997'), fixture.area('district', '998'), fixture.area('commune', '99993'));
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from)
values ('district', '997', 'Huyện Tên Mới', 'tenmoi', 'huyen', fixture.area('province', '66'), jobs.today());
