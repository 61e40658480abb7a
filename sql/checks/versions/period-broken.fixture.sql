-- fires: a gap; an end; two at one time; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(4, book => 2), fixture.believe(), fixture.believe('2024-07-01');
update registry.resident_version set believed_to = '2024-06-15' where believed_to < 'infinity' and resident_id = fixture.id(1);
update registry.resident_version set believed_to = '2024-08-01'
where believed_to = 'infinity' and resident_id in (fixture.id(2), fixture.id(4));
update registry.resident_version set believed_to = '2024-07-15' where believed_to < 'infinity' and resident_id = fixture.id(3);

-- silent: one belief; three, one after the other
select fixture.resident(1), fixture.believe(), fixture.resident(2), fixture.believe('2024-07-01'), fixture.believe('2024-08-01');
