-- fires: taken back, still here; taken back twice; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
--   resident 00000000-0000-4000-8000-000000000003 -
select fixture.resident(1), fixture.resident(2, book => 2), fixture.import(9001, 2), fixture.batch_of(9001, 1, 2, 3);
select fixture.record(9001, 1, who => n, book => n, withdrawn => '2024-03-02') from generate_series(1, 2) as n;
select fixture.resident(3), fixture.import(9002, 1), fixture.batch_of(9002, 1, 2, 2);
select fixture.record(n, 1, who => 3, withdrawn => '2024-03-02') from generate_series(9001, 9002) as n;

-- silent: gone; kept for a reason; not taken back; a stay of somebody else
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.leave(1, 'withdrawn'), fixture.import(9001, 3), fixture.batch_of(9001, 1, 2, 4);
select fixture.record(9001, 1, who => 1, withdrawn => '2024-03-02'),
       fixture.record(9001, 1, who => 2, withdrawn => '2024-03-02', kept_because => 'fact'), fixture.record(9001, 1, who => 3);
