-- fires: nowhere, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100, placed => false), fixture.household(200, 2, placed => false), fixture.believe();

-- silent: in a settlement; nowhere, but closed
select fixture.household(100), fixture.household(101, placed => false), fixture.close_household(101), fixture.believe();
