-- fires: locked and lapsed without the step; active and locked since; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000201
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000202
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000203
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000204 book=2
select fixture.resident(n), fixture.card(100 + n, n) from generate_series(1, 3) as n;
select fixture.resident(4, book => 2), fixture.card(104, 4, book => 2);
select fixture.account(201, 1, 101, 'locked'), fixture.account(202, 2, 102, 'lapsed'), fixture.account(203, 3, 103),
       fixture.account(204, 4, 104, 'lapsed', book => 2);
select fixture.account_step(203, 'locked');

-- silent: requested, granted, active; locked, lapsed and unlocked by the step; lapsed and active since
select fixture.resident(n), fixture.card(100 + n, n) from generate_series(1, 7) as n;
select fixture.account(201, 1, 101, 'requested'), fixture.account(202, 2, 102, 'granted'), fixture.account(203, 3, 103),
       fixture.account(204, 4, 104, 'locked'), fixture.account(205, 5, 105, 'lapsed'), fixture.account(206, 6, 106, 'unlocked'),
       fixture.account(207, 7, 107, activated => '2024-06-01');
select fixture.account_step(204, 'locked'), fixture.account_step(205, 'lapsed'), fixture.account_step(206, 'locked'),
       fixture.account_step(207, 'lapsed');
select fixture.account_step(206, 'unlocked', '2024-06-01');
