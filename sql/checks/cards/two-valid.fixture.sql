-- fires: a valid card in each of two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(1), fixture.resident(1, book => 2);
select fixture.card(500, 1), fixture.card(501, 1, book => 2);

-- silent: one was lost, the other is being made; two people
select fixture.resident(1), fixture.resident(1, book => 2), fixture.resident(2);
select fixture.card(500, 1), fixture.card(501, 1, 'lost', 2), fixture.card(502, 1, 'printed', 2), fixture.card(503, 2);
