-- fires: a woman with a man's number; a man born in 2004 with a woman's; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1, sex => 'F'), fixture.resident(2, sex => 'M'), fixture.resident(3, sex => 'F', book => 2);
select fixture.number(1, '066080000001'), fixture.number(2, '066304000002'), fixture.number(3, '066080000003', 2);
select fixture.believe();

-- silent: as the number says; sex not said; a number that was cancelled
select fixture.resident(1, sex => 'F'), fixture.resident(2, sex => 'M'), fixture.resident(3, sex => null),
       fixture.resident(4, sex => 'F');
select fixture.number(1, '066180000001'), fixture.number(2, '066080000002'), fixture.number(3, '066080000003'),
       fixture.number(4, '066080000004');
select fixture.cancel_number(4);
select fixture.believe();
