-- fires: one side is over; another day; only one side
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000701 book=-
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000702 book=-
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000703 book=-
select fixture.resident(n), fixture.transfer(700 + n, n) from generate_series(1, 3) as n;
update registry.transfer set state = 'declined', ended_at = '2024-05-05'
where id = fixture.id(701) and side = 'in';
update registry.transfer set moves_on = '2024-05-02' where id = fixture.id(702) and side = 'out';
delete from registry.transfer where id = fixture.id(703) and side = 'in';

-- silent: both the same
select fixture.resident(1), fixture.transfer(701, 1), fixture.resident(2), fixture.transfer(702, 2, 'accepted');
