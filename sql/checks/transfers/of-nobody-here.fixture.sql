-- fires: left meanwhile
--   resident 00000000-0000-4000-8000-000000000001 -
select fixture.resident(1), fixture.transfer(700, 1), fixture.leave(1, 'departure');

-- silent: still here; left, and the proposal was taken back; accepted
select fixture.resident(1), fixture.transfer(700, 1);
select fixture.resident(2), fixture.transfer(701, 2, 'withdrawn'), fixture.leave(2, 'departure');
select fixture.resident(3), fixture.transfer(702, 3, 'accepted'), fixture.leave(3, 'transfer', moved_to => 2), fixture.arrive(3, 2);
