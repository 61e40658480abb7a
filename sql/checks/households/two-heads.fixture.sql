-- fires: two heads, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
alter table registry.household_member drop constraint if exists household_one_head;
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(n, household => 100, relation => '01') from generate_series(1, 2) as n;
select fixture.resident(n, household => 200, relation => '01', book => 2) from generate_series(3, 4) as n;

-- silent: one head after another; a head and a spouse
select fixture.household(100);
select fixture.resident(1, household => 100, relation => '01'), fixture.leave(1, 'death', '2024-04-01');
select fixture.resident(2, household => 100, relation => '01', since => '2024-04-01');
select fixture.resident(3, household => 100, relation => '02'), fixture.resident(4, household => 100, relation => '02');
