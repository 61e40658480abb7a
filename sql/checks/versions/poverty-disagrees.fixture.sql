-- fires: assessed since; another class; another year; a class that nobody decided; in another book
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000101 -
--   household 00000000-0000-4000-8000-000000000102 -
--   household 00000000-0000-4000-8000-000000000103 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(n) from generate_series(100, 103) as n;
select fixture.household(200, 2), fixture.poverty(101, 'POOR'), fixture.poverty(102, 'POOR', 2023), fixture.believe();
select fixture.poverty(100, 'POOR'), fixture.poverty(101, 'ABOVE'), fixture.poverty(102, 'POOR', 2024),
       fixture.poverty(200, 'POOR', book => 2);
update registry.household_version set poverty_class = 'POOR', poverty_year = 2024 where household_id = fixture.id(103);

-- silent: as decided last; in the newest year; unassessed; one household in two books; decided and believed since
select fixture.household(n) from generate_series(100, 102) as n;
select fixture.household(103, book) from generate_series(1, 2) as book;
select fixture.poverty(100, 'POOR'), fixture.poverty(100, 'ABOVE'), fixture.poverty(101, 'ABOVE', 2024),
       fixture.poverty(101, 'POOR', 2023), fixture.poverty(103, 'POOR'), fixture.poverty(103, 'ABOVE', book => 2);
select fixture.believe('2024-05-01'), fixture.poverty(102, 'NEAR_POOR');
update registry.household_version set poverty_class = 'POOR' where household_id = fixture.id(100);
select fixture.believe();
