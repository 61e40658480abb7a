-- fires: a digit too few; a letter; twelve where there are nine; ten; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000001 9002
--   resident 00000000-0000-4000-8000-000000000001 9003
--   resident 00000000-0000-4000-8000-000000000001 9004
--   resident 00000000-0000-4000-8000-000000000002 9005 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.paper(1, 'cccd', '06618000000', n => 9001), fixture.paper(1, 'can_cuoc', '06618000000A', n => 9002),
       fixture.paper(1, 'cmnd_9', '066180000001', n => 9003), fixture.paper(1, 'cmnd', '0661800000', n => 9004),
       fixture.paper(2, 'cccd', '06618000000', book => 2, n => 9005);

-- silent: of each kind a number as it must be; papers whose numbers have no form; no number
select fixture.resident(1);
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(1, 'cmnd_9', '240000001'), fixture.paper(1, 'cmnd', '240000001'),
       fixture.paper(1, 'cmnd', '066180000001'), fixture.paper(1, 'so_ho_khau', '12/B'), fixture.paper(1, 'cccd', null);
