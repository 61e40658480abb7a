-- fires: passed yesterday; moved to a day that has passed too
--   target 00000000-0000-4000-8000-000000000001 - book=-
--   target 00000000-0000-4000-8000-000000000002 - book=-
select fixture.target(1, fixture.place(1), jobs.today() - 1), fixture.target(2, fixture.place(2), jobs.today() - 90);
select fixture.target_set(2, 2, jobs.today() - 30);

-- silent: today; moved; withdrawn
select fixture.target(n, fixture.place(n), jobs.today() - 10) from generate_series(2, 3) as n;
select fixture.target(1, fixture.place(1), jobs.today());
select fixture.target_set(2, 2, jobs.today() + 30), fixture.target_set(3, 2, null);
