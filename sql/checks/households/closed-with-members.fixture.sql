-- fires: closed over somebody, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100), fixture.household(200, 2), fixture.household(101);
select fixture.resident(1, household => 100), fixture.resident(2, household => 200, book => 2);
select fixture.close_household(100), fixture.close_household(200, 2);

-- silent: open; closed after everybody had gone
select fixture.household(100), fixture.household(101);
select fixture.resident(1, household => 100), fixture.resident(2, household => 101), fixture.leave(2, 'departure');
select fixture.close_household(101);
