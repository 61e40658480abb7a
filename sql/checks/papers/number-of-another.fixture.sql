-- fires: the paper of one, the number of another; a sealed holder; a sealed bearer of the paper
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9001 book=2
--   resident 00000000-0000-4000-8000-000000000001 9001 book=-
--   resident 00000000-0000-4000-8000-000000000004 9002
--   resident 00000000-0000-4000-8000-000000000004 9002 book=-
--   resident 00000000-0000-4000-8000-000000000005 9003
--   resident 00000000-0000-4000-8000-000000000005 9003 book=-
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3), fixture.resident(4, seal => 1),
       fixture.resident(5, seal => 1), fixture.resident(6);
select fixture.number(2, '066180000001', 2), fixture.number(4, '066180000002', seal => 1), fixture.number(6, '066180000003');
select fixture.paper(1, 'cccd', '066180000001', n => 9001), fixture.paper(3, 'cccd', '066180000002', n => 9002),
       fixture.paper(5, 'cccd', '066180000003', seal => 1, n => 9003), fixture.believe();

-- silent: one's own; the other's paper is of a registration that was withdrawn
select fixture.resident(1), fixture.resident(2);
select fixture.number(1, '066180000001'), fixture.paper(1, 'cccd', '066180000001'), fixture.paper(2, 'cccd', '066180000001');
select fixture.leave(2, 'withdrawn');
select fixture.believe();
