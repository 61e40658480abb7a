-- fires: two wives, in two books
--   household 00000000-0000-4000-8000-000000000100 -
--   household 00000000-0000-4000-8000-000000000200 - book=2
select fixture.household(100), fixture.household(200, 2);
select fixture.resident(n, household => 100, relation => '02') from generate_series(1, 2) as n;
select fixture.resident(n, household => 200, relation => '02', book => 2) from generate_series(3, 4) as n;
select fixture.believe();

-- silent: one wife after another; a wife and a daughter-in-law; two wives of whom no household is believed
select fixture.household(100), fixture.household(101);
select fixture.resident(n, household => 100, relation => '02') from generate_series(1, 2) as n;
select fixture.resident(3, household => 100, relation => '06'), fixture.resident(4, household => 100, relation => '06');
select fixture.resident(n, household => 101, relation => '02') from generate_series(5, 6) as n;
select fixture.leave(1, 'death'), fixture.believe();
update registry.resident_version set household_id = null where resident_id in (fixture.id(5), fixture.id(6));
