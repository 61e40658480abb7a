-- fires: an hour ahead; an hour behind; a day ahead, just within thirty days
--   household 00000000-0000-4000-8000-000000000101 2024-06-29
--   household 00000000-0000-4000-8000-000000000102 2024-06-29
--   household 00000000-0000-4000-8000-000000000103 2024-06-01
select fixture.clock('2024-06-30 12:00+07'), fixture.household(n) from generate_series(101, 103) as n;
select fixture.visit(701, 101, 'done', visited => '2024-06-29', skew => 3600),
       fixture.visit(702, 102, 'done', visited => '2024-06-29', skew => -3600),
       fixture.visit(703, 103, 'done', visited => '2024-06-01', skew => 86400);

-- silent: a second less; long ago; planned
select fixture.clock('2024-06-30 12:00+07'), fixture.household(n) from generate_series(101, 103) as n;
select fixture.visit(701, 101, 'done', visited => '2024-06-29', skew => 3599),
       fixture.visit(702, 102, 'done', visited => '2024-05-31', skew => 86400), fixture.visit(703, 103, planned => '2024-06-29');
