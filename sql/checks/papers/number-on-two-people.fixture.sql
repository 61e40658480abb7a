-- fires: two people in two books, one of them with two papers; another number with somebody sealed
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9001 book=2
--   resident 00000000-0000-4000-8000-000000000001 9001 book=-
--   resident 00000000-0000-4000-8000-000000000004 9005
--   resident 00000000-0000-4000-8000-000000000004 9005 book=-
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3), fixture.resident(4, seal => 1);
select fixture.paper(1, 'cccd', '066180000001', n => 9001), fixture.paper(1, 'khai_sinh', '066180000001', n => 9002),
       fixture.paper(2, 'can_cuoc', '066180000001', book => 2, n => 9003), fixture.paper(3, 'cccd', '066180000002', n => 9005),
       fixture.paper(4, 'cccd', '066180000002', seal => 1, n => 9006);
select fixture.believe();

-- silent: one person's in two books; a family's household book; nine digits; a registration that was withdrawn
select fixture.resident(n) from generate_series(1, 5) as n;
select fixture.resident(1, book => 2);
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(1, 'cccd', '066180000001', 2),
       fixture.paper(2, 'so_ho_khau', '066180000002'), fixture.paper(3, 'so_ho_khau', '066180000002'),
       fixture.paper(2, 'cmnd_9', '240000001'), fixture.paper(3, 'cmnd_9', '240000001'),
       fixture.paper(4, 'cccd', '066180000004'), fixture.paper(5, 'cccd', '066180000004');
select fixture.leave(5, 'withdrawn');
select fixture.believe();
