-- fires: expired the day before yesterday; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.card(500, 1, expires => jobs.today() - 2), fixture.card(501, 2, book => 2, expires => jobs.today() - 2);

-- silent: yesterday; marked; no end
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.card(500, 1, expires => jobs.today() - 1), fixture.card(501, 2, 'expired', expires => jobs.today() - 2),
       fixture.card(502, 3, expires => null);
