-- fires: named from tomorrow; named until today; in another book
--   settlement 00000000-0000-4000-8000-000000000301 -
--   settlement 00000000-0000-4000-8000-000000000302 -
--   settlement 00000000-0000-4000-8000-000000000303 - book=2
select fixture.settlement(301, since => jobs.today() + 1), fixture.settlement(302), fixture.settlement(303, 2, jobs.today() + 1),
       fixture.settlement(304);
update registry.settlement_status set valid_to = jobs.today() where settlement_id = fixture.id(302);

-- silent: named since today; until tomorrow
select fixture.settlement(301, since => jobs.today()), fixture.settlement(302);
update registry.settlement_status set valid_to = jobs.today() + 1 where settlement_id = fixture.id(302);
