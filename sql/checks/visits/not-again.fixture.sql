-- fires: visited a day more than three months ago, and found closed since
--   household 00000000-0000-4000-8000-000000000101 -
select fixture.clock('2024-06-30 12:00+07'), fixture.household(101), fixture.resident(1, household => 101), fixture.believe();
select fixture.visit(701, 101, 'done', visited => '2024-03-29'), fixture.visit(702, 101, 'nobody_home', visited => '2024-06-29');

-- silent: three months ago; everybody has a number; an old person was met since; never visited; nobody lives there
select fixture.clock('2024-06-30 12:00+07'), fixture.household(n) from generate_series(101, 105) as n;
select fixture.resident(n, household => 100 + n) from generate_series(1, 4) as n;
select fixture.number(2, '066180000001'), fixture.believe();
select fixture.visit(701, 101, 'done', visited => '2024-03-30'), fixture.visit(702, 102, 'done', visited => '2024-01-01'),
       fixture.visit(703, 103, 'done', visited => '2024-01-01'), fixture.visit(704, 103, 'elderly_at_home', visited => '2024-06-01'),
       fixture.visit(705, 105, 'done', visited => '2024-01-01');
