-- fires: since yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.case(101, 1, 'replied', due => jobs.today() - 1),
       fixture.case(102, 2, 'replied', due => jobs.today() - 9, book => 2);

-- silent: due today; in another state
select fixture.resident(1), fixture.resident(2);
select fixture.case(101, 1, 'replied', due => jobs.today()), fixture.case(102, 2, 'awaiting_reply', due => jobs.today() - 1);
