-- fires: in six minutes
--   event 9001 - book=-
select fixture.audited(9001, jobs.now() + interval '6 minutes');

-- silent: in four minutes, as clocks may differ
select fixture.audited(9001, jobs.now() + interval '4 minutes');
