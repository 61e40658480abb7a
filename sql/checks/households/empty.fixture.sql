-- fires: nobody, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100), fixture.household(200, 2), fixture.believe();

-- silent: somebody; closed
select fixture.household(100), fixture.household(101), fixture.resident(1, household => 100);
select fixture.close_household(101), fixture.believe();
