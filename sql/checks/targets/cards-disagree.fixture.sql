-- fires: lost, revoked and expired without the step; handed over and lost since; requested on a day to come; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000103
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000104
--   resident 00000000-0000-4000-8000-000000000005 00000000-0000-4000-8000-000000000105
--   resident 00000000-0000-4000-8000-000000000006 00000000-0000-4000-8000-000000000106 book=2
select fixture.resident(n) from generate_series(1, 5) as n;
select fixture.resident(6, book => 2);
select fixture.card(101, 1, 'lost'), fixture.card(102, 2, 'revoked'), fixture.card(103, 3, 'expired'), fixture.card(104, 4),
       fixture.card(105, 5, 'requested'), fixture.card(106, 6, 'lost', book => 2);
select fixture.card_step(104, 'lost');
update registry.card set requested_on = jobs.today() + 1 where id = fixture.id(105);

-- silent: on its way; in hand; ended by the step, also by two; requested today
select fixture.resident(n) from generate_series(1, 8) as n;
select fixture.card(101, 1, 'requested'), fixture.card(102, 2, 'approved'), fixture.card(103, 3, 'printed'),
       fixture.card(104, 4), fixture.card(105, 5, 'expired'), fixture.card(106, 6, 'revoked'), fixture.card(107, 7, 'refused'),
       fixture.card(108, 8, 'requested');
select fixture.card_step(105, 'expired'), fixture.card_step(106, 'lost'), fixture.card_step(107, 'refused');
select fixture.card_step(106, 'revoked', '2024-06-01');
update registry.card set requested_on = jobs.today() where id = fixture.id(108);
