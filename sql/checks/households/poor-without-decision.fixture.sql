-- fires: poor; near-poor; the same in another book
--   household 00000000-0000-4000-8000-000000000100 9001
--   household 00000000-0000-4000-8000-000000000100 9002
--   household 00000000-0000-4000-8000-000000000200 9003 book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.poverty(100, 'POOR', 2023, null, n => 9001),
       fixture.poverty(100, 'NEAR_POOR', 2024, null, since => '2025-01-01', n => 9002),
       fixture.poverty(200, 'POOR', 2023, null, book => 2, n => 9003);

-- silent: poor by a decision; above without one
select fixture.household(100), fixture.household(101);
select fixture.poverty(100, 'POOR'), fixture.poverty(101, 'AVERAGE', decision => null), fixture.poverty(100, 'ABOVE', 2022, null);
