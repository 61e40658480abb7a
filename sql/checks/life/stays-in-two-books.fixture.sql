-- fires: two open stays
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(1), fixture.resident(1, book => 2);

-- silent: moved; left and back in one book
select fixture.resident(1), fixture.leave(1, 'transfer', moved_to => 2), fixture.arrive(1, 2);
select fixture.resident(2), fixture.leave(2, 'departure'), fixture.arrive(2, 1, '2024-06-01', 'return', null);
