-- fires: two years, no choice; a choice of another attribute decides nothing; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.birth(1, '1982-01-01', '1982-12-31'), fixture.birth(2, '1982-01-01', '1982-12-31'),
       fixture.birth(3, '1982-01-01', '1982-12-31', book => 2);
select fixture.choose(2, 'sex', fact => id) from registry.attribute_fact where resident_id = fixture.id(2);
select fixture.choose(4, 'birth', birth => id) from registry.birth_fact where resident_id = fixture.id(4);
select fixture.believe();

-- silent: the later statement leaves the day possible; two years, and a choice
select fixture.resident(1), fixture.resident(2);
select fixture.birth(1, '1980-01-01', '1980-12-31');
select fixture.choose(2, 'birth', birth => fixture.birth(2, '1982-01-01', '1982-12-31'));
select fixture.believe();
