-- fires: printed 31 days ago; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.card(500, 1, 'printed', issued => jobs.today() - 31), fixture.card(501, 2, 'printed', 2, jobs.today() - 31);

-- silent: printed 30 days ago; handed over; lost
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.card(500, 1, 'printed', issued => jobs.today() - 30), fixture.card(501, 2, issued => jobs.today() - 31),
       fixture.card(502, 3, 'lost', issued => jobs.today() - 31);
