-- fires: every paper, move and visit of somebody sealed, without the seal
--   resident 00000000-0000-4000-8000-000000000001 card book=-
--   resident 00000000-0000-4000-8000-000000000001 card_event book=-
--   resident 00000000-0000-4000-8000-000000000001 e_identity book=-
--   resident 00000000-0000-4000-8000-000000000001 e_identity_event book=-
--   resident 00000000-0000-4000-8000-000000000001 e_identity_phone book=-
--   resident 00000000-0000-4000-8000-000000000001 birth_certificate book=-
--   resident 00000000-0000-4000-8000-000000000001 correction book=-
--   resident 00000000-0000-4000-8000-000000000001 correction_document book=-
--   resident 00000000-0000-4000-8000-000000000001 identity_certificate book=-
--   resident 00000000-0000-4000-8000-000000000001 transfer book=-
--   resident 00000000-0000-4000-8000-000000000001 transfer_event book=-
--   resident 00000000-0000-4000-8000-000000000001 visit_person book=-
select fixture.household(100), fixture.resident(1, household => 100), fixture.resident(2, household => 100);
select fixture.every_paper(1, 200), fixture.every_paper(2, 300), fixture.visit(400, 100, 'done', visited => '2024-06-01');
insert into registry.visit_person (book_id, visit_id, resident_id, what, recorded_by)
select fixture.book(1), fixture.id(400), fixture.id(n), 'spoken_to', 1 from generate_series(1, 2) as n;
select fixture.seal_row(1, 1);

-- fires: a move to a commune in whose book the person does not stand yet, sealed on one side only
--   resident 00000000-0000-4000-8000-000000000001 transfer book=-
select fixture.resident(1, seal => 1), fixture.transfer(200, 1);
update registry.transfer set seal = 1 where side = 'out' and id = fixture.id(200);

-- silent: everything sealed with the person; everything open of somebody open
select fixture.household(100), fixture.resident(1, household => 100), fixture.resident(2, household => 100);
select fixture.every_paper(1, 200), fixture.every_paper(2, 300), fixture.visit(400, 100, 'done', visited => '2024-06-01');
insert into registry.visit_person (book_id, visit_id, resident_id, what, recorded_by)
select fixture.book(1), fixture.id(400), fixture.id(n), 'spoken_to', 1 from generate_series(1, 2) as n;
update registry.resident set seal = 1 where id = fixture.id(1);
