-- fires: due yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.card(500, 1, 'requested', due => jobs.today() - 1),
       fixture.card(501, 2, 'approved', 2, due => jobs.today() - 1);

-- silent: due today; printed already
select fixture.resident(1), fixture.resident(2);
select fixture.card(500, 1, 'requested', due => jobs.today()), fixture.card(501, 2, 'printed', due => jobs.today() - 1);
