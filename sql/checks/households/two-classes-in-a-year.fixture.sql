-- fires: poor and near-poor at one time, in two books
--   household 00000000-0000-4000-8000-000000000100 9002
--   household 00000000-0000-4000-8000-000000000200 9004 book=2
select fixture.household(100), fixture.household(200, 2);
insert into registry.poverty_status (book_id, household_id, id, review_year, class, decision_no, valid_from, recorded_by)
overriding system value
values (1, fixture.id(100), 9001, 2024, 'POOR', '1', '2024-01-01', 1),
       (1, fixture.id(100), 9002, 2024, 'NEAR_POOR', '2', '2024-02-01', 1),
       (2, fixture.id(200), 9003, 2024, 'POOR', '1', '2024-01-01', 1),
       (2, fixture.id(200), 9004, 2024, 'NEAR_POOR', '2', '2024-02-01', 1);

-- silent: one after the other, either way round; the same class twice; two years
select fixture.household(n) from generate_series(100, 103) as n;
select fixture.poverty(100, 'POOR', until => '2024-06-01'), fixture.poverty(100, 'NEAR_POOR', since => '2024-06-01'),
       fixture.poverty(101, 'NEAR_POOR', since => '2024-06-01'), fixture.poverty(101, 'POOR', until => '2024-06-01'),
       fixture.poverty(102, 'POOR'), fixture.poverty(102, 'POOR'),
       fixture.poverty(103, 'POOR', 2023), fixture.poverty(103, 'NEAR_POOR', 2024);
