-- fires: present without a stay; departed with one; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.believe();
select fixture.leave(1, 'departure'), fixture.leave(3, 'departure', book => 2);
update registry.resident_version set status = 'departed' where resident_id = fixture.id(2);

-- silent: present; dead; departed and believed so since
select fixture.resident(1), fixture.resident(2), fixture.resident(3), fixture.leave(2, 'death'), fixture.believe();
select fixture.leave(3, 'departure'), fixture.believe('2024-07-01');
