-- fires: poor and near-poor at one time, in two books; three classes, each with each
--   household 00000000-0000-4000-8000-000000000100 9001 9002
--   household 00000000-0000-4000-8000-000000000200 9003 9004 book=2
--   household 00000000-0000-4000-8000-000000000101 9005 9006
--   household 00000000-0000-4000-8000-000000000101 9005 9007
--   household 00000000-0000-4000-8000-000000000101 9006 9007
select fixture.household(100), fixture.household(101), fixture.household(200, 2);
select fixture.poverty(101, 'POOR', n => 9005), fixture.poverty(101, 'NEAR_POOR', n => 9006),
       fixture.poverty(101, 'AVERAGE', n => 9007);
select fixture.poverty(100, 'POOR', n => 9001), fixture.poverty(100, 'NEAR_POOR', since => '2024-02-01', n => 9002),
       fixture.poverty(200, 'POOR', book => 2, n => 9003),
       fixture.poverty(200, 'NEAR_POOR', book => 2, since => '2024-02-01', n => 9004);

-- silent: one after the other, either way round; the same class twice; two years
select fixture.household(n) from generate_series(100, 103) as n;
select fixture.poverty(100, 'POOR', until => '2024-06-01'), fixture.poverty(100, 'NEAR_POOR', since => '2024-06-01'),
       fixture.poverty(101, 'NEAR_POOR', since => '2024-06-01'), fixture.poverty(101, 'POOR', until => '2024-06-01'),
       fixture.poverty(102, 'POOR'), fixture.poverty(102, 'POOR'),
       fixture.poverty(103, 'POOR', 2023), fixture.poverty(103, 'NEAR_POOR', 2024);
