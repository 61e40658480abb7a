-- fires: since yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000201
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000202 book=2
select fixture.resident(1), fixture.origin(1, null), fixture.case(101, 1, 'awaiting_reply');
select fixture.resident(2, book => 2), fixture.origin(2, null, book => 2), fixture.case(102, 2, 'awaiting_reply', book => 2);
select fixture.request(201, 101, 1, jobs.today() - 1), fixture.request(202, 102, 2, jobs.today() - 90, book => 2, running => 2);

-- silent: due today; reminded; answered; that nobody answered was recorded; withdrawn; its case is over
select fixture.resident(n), fixture.origin(n, null, n => 9000 + n) from generate_series(1, 6) as n;
select fixture.case(100 + n, n, 'awaiting_reply') from generate_series(1, 5) as n;
select fixture.case(106, 6, 'closed');
select fixture.request(201, 101, 1, jobs.today());
select fixture.request(200 + n, 100 + n, n, jobs.today() - 1, running => n) from generate_series(2, 6) as n;
select fixture.reminder(202, jobs.today() + 14), fixture.reply(303, 203, 'NOT_FOUND'), fixture.reply(304, 204, 'NO_REPLY'),
       fixture.reply(305, 205, 'WITHDRAWN');
