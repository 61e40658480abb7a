-- fires: sixteen tomorrow, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(1, household => 100, relation => '01', born => (jobs.today() - interval '16 years')::date + 1),
       fixture.resident(2, household => 200, relation => '01', book => 2, born => (jobs.today() - interval '16 years')::date + 1);
select fixture.believe();

-- silent: sixteen today; perhaps older; a child who is not the head
select fixture.household(n) from generate_series(100, 101) as n;
select fixture.resident(1, household => 100, relation => '01', born => (jobs.today() - interval '16 years')::date),
       fixture.resident(2, household => 101, relation => '01', born => null),
       fixture.resident(3, household => 100, relation => '04', born => '2020-01-01');
select fixture.birth(2, '2000-01-01', '2020-12-31'), fixture.believe();
