-- fires: planned for eight days ago
--   household 00000000-0000-4000-8000-000000000101 2024-06-22
select fixture.clock('2024-06-30 12:00+07'), fixture.household(101), fixture.visit(701, 101, planned => '2024-06-22');

-- silent: seven days ago; made; nobody was home
select fixture.clock('2024-06-30 12:00+07'), fixture.household(n) from generate_series(101, 103) as n;
select fixture.visit(701, 101, planned => '2024-06-23');
select fixture.visit(702, 102, 'done', planned => '2024-06-01', visited => '2024-06-01'),
       fixture.visit(703, 103, 'nobody_home', planned => '2024-06-01', visited => '2024-06-01');
