-- fires: begun a day and a minute ago
--   import 9001 - book=-
select fixture.import(9001, 2, started => jobs.now() - interval '1 day 1 minute');

-- silent: begun a day ago less a minute; finished; taken back
select fixture.import(9001, 2, started => jobs.now() - interval '1 day' + interval '1 minute'),
       fixture.import(9002, 2, finished => '2024-03-01'), fixture.import(9003, 2, withdrawn => '2024-03-02');
