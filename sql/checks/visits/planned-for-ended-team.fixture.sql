-- fires: the team ended the day before; in another book
--   household 00000000-0000-4000-8000-000000000101 2024-06-22
--   household 00000000-0000-4000-8000-000000000102 2024-06-30 book=2
select fixture.household(101), fixture.household(102, book => 2), fixture.team(801, ended => '2024-06-21'),
       fixture.team(802, ended => '2024-06-01', book => 2);
select fixture.visit(701, 101, planned => '2024-06-22', team => 801),
       fixture.visit(702, 102, planned => '2024-06-30', team => 802, book => 2);

-- silent: planned for the day on which it ended; a team that goes on; a visit that was made; nobody's in particular
select fixture.household(n) from generate_series(101, 104) as n;
select fixture.team(801, ended => '2024-06-21'), fixture.team(802);
select fixture.visit(701, 101, planned => '2024-06-21', team => 801), fixture.visit(702, 102, planned => '2024-06-22', team => 802),
       fixture.visit(703, 103, 'done', planned => '2024-06-22', visited => '2024-06-22', team => 801),
       fixture.visit(704, 104, planned => '2024-06-22');
