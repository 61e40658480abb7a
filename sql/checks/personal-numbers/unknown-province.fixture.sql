-- fires: no such code; a district's only; of a province to come, gone before there were numbers, before the birth; another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004
--   resident 00000000-0000-4000-8000-000000000006 9006
--   resident 00000000-0000-4000-8000-000000000005 9005 book=2
select fixture.unit('province', '03', since => '2024-04-02'), fixture.unit('province', '05', '1976-01-01', '2016-01-01'),
       fixture.unit('province', '13', '1976-01-01', '2020-01-01'), fixture.unit('district', '07');
select fixture.resident(n) from unnest(array[1, 2, 3, 4, 6]) as n;
select fixture.resident(5, book => 2);
select fixture.number_event(1, '009180000001', n => 9001), fixture.number_event(2, '007180000002', n => 9002),
       fixture.number_event(3, '003180000003', day => null, n => 9003), fixture.number_event(4, '005180000004', n => 9004),
       fixture.number_event(6, '013320000006', n => 9006), fixture.number_event(5, '009180000005', book => 2, n => 9005);

-- silent: a province; on its first day; gone after the first numbers were given, after the birth; a country; only cancelled
select fixture.unit('province', '03', since => '2024-04-01'), fixture.unit('province', '05', '1976-01-01', '2016-01-02'),
       fixture.unit('province', '13', '1976-01-01', '2020-01-02');
select fixture.resident(n) from generate_series(1, 7) as n;
select fixture.number_event(1, '066180000001'), fixture.number_event(2, '003180000002', recorded => '2020-04-01'),
       fixture.number_event(3, '003180000003', day => null), fixture.number_event(4, '109180000004'),
       fixture.number_event(5, '009180000005', 'cancelled'), fixture.number_event(6, '005180000006'),
       fixture.number_event(7, '013320000007');
