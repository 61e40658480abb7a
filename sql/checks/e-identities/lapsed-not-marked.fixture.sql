-- fires: the last day was the day before yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000600
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000601 book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.card(500, 1), fixture.card(501, 2, book => 2);
select fixture.account(600, 1, 500, 'granted', activate_by => jobs.today() - 2),
       fixture.account(601, 2, 501, 'granted', 2, activate_by => jobs.today() - 2);

-- silent: yesterday; marked
select fixture.resident(1), fixture.resident(2), fixture.card(500, 1), fixture.card(501, 2);
select fixture.account(600, 1, 500, 'granted', activate_by => jobs.today() - 1),
       fixture.account(601, 2, 501, 'lapsed', activate_by => jobs.today() - 2);
