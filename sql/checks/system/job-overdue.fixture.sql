-- fires: never done; done too long ago; failed since
--   job never - book=-
--   job long-ago - book=-
--   job failing - book=-
select fixture.job(name) from unnest(array['never', 'long-ago', 'failing', 'sound']) as name;
select fixture.run('long-ago', 'done', interval '49 hours'), fixture.run('failing', 'failed', interval '1 hour'),
       fixture.run('sound', 'done', interval '1 hour');

-- silent: done yesterday; only when asked for; on Mondays only; new
select fixture.job('sound'), fixture.run('sound', 'done', interval '47 hours');
select fixture.job('asked', minutes => '{}'), fixture.job('weekly', weekdays => '{1}'),
       fixture.job('new', jobs.now() - interval '1 day');
