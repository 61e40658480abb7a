-- fires: never assessed; the last assessment ended a year ago; the same in another book
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000101 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100, since => '2000-01-01'), fixture.household(101, since => '2000-01-01'),
       fixture.household(200, 2, since => '2000-01-01'), fixture.household(300, since => '2000-01-01');
select fixture.resident(1, household => 100), fixture.resident(2, household => 101),
       fixture.resident(3, household => 200, book => 2);
select fixture.poverty(101, 'POOR', since => '2001-01-01', until => (jobs.today() - interval '1 year')::date),
       fixture.poverty(300, 'POOR');
select fixture.believe();

-- silent: an assessment that held less than a year ago; opened a year ago; nobody lives there
select fixture.household(100, since => '2000-01-01'), fixture.household(101, since => (jobs.today() - interval '1 year')::date),
       fixture.household(102, since => '2000-01-01');
select fixture.resident(1, household => 100), fixture.resident(2, household => 101);
select fixture.poverty(100, 'POOR', since => '2001-01-01', until => (jobs.today() - interval '1 year')::date + 1);
select fixture.believe();
