-- fires: two numbers, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(1, 'khai_sinh', '066180000002'),
       fixture.paper(2, 'cccd', '066180000003', 2), fixture.paper(2, 'khai_sinh', '066180000004', 2);
select fixture.believe();

-- silent: one number on both; an old card of nine digits beside the new one
select fixture.resident(1), fixture.resident(2);
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(1, 'khai_sinh', '066180000001'),
       fixture.paper(2, 'cccd', '066180000002'), fixture.paper(2, 'cmnd_9', '240000001');
select fixture.believe();
