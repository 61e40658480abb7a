-- fires: poor; near-poor; the same in another book
--   household 00000000-0000-4000-8000-000000000100 9001
--   household 00000000-0000-4000-8000-000000000100 9002
--   household 00000000-0000-4000-8000-000000000200 9003 book=2
select fixture.household(100), fixture.household(200, 2);
insert into registry.poverty_status (book_id, household_id, id, review_year, class, valid_from, recorded_by)
overriding system value
values (1, fixture.id(100), 9001, 2023, 'POOR', '2024-01-01', 1), (1, fixture.id(100), 9002, 2024, 'NEAR_POOR', '2025-01-01', 1),
       (2, fixture.id(200), 9003, 2023, 'POOR', '2024-01-01', 1);

-- silent: poor by a decision; above without one
select fixture.household(100), fixture.household(101);
select fixture.poverty(100, 'POOR'), fixture.poverty(101, 'AVERAGE', decision => null), fixture.poverty(100, 'ABOVE', 2022, null);
