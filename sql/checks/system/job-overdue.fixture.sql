-- fires: never done; done too long ago; failed since
--   job job-9001 - book=-
--   job job-9002 - book=-
--   job job-9003 - book=-
select fixture.job(n) from generate_series(9001, 9004) as n;
select fixture.run(9002, 'done', interval '49 hours'), fixture.run(9003, 'failed', interval '1 hour'),
       fixture.run(9004, 'done', interval '1 hour');

-- silent: done yesterday; only when asked for; on Mondays only; new
select fixture.job(9001), fixture.run(9001, 'done', interval '47 hours');
select fixture.job(9002, minutes => '{}'), fixture.job(9003, weekdays => '{1}'), fixture.job(9004, jobs.now() - interval '1 day');
