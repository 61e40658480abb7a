-- fires: everything that the case of somebody sealed rests on, without the seal
--   resident 00000000-0000-4000-8000-000000000001 evidence book=-
--   resident 00000000-0000-4000-8000-000000000001 evidence_file book=-
--   resident 00000000-0000-4000-8000-000000000001 attestation book=-
--   resident 00000000-0000-4000-8000-000000000001 set_aside book=-
--   resident 00000000-0000-4000-8000-000000000001 letter book=-
--   resident 00000000-0000-4000-8000-000000000001 reply_file book=-
--   resident 00000000-0000-4000-8000-000000000001 decision book=-
--   resident 00000000-0000-4000-8000-000000000001 decision_basis book=-
select fixture.resident(1), fixture.resident(2);
select fixture.rests_on_everything(1, 100, 0), fixture.rests_on_everything(2, 200, 0);
select fixture.seal_row(1, 1);

-- fires: evidence that was set aside openly
--   resident 00000000-0000-4000-8000-000000000001 set_aside book=-
select fixture.resident(1, seal => 1), fixture.evidence(201, 1, 'own_statement', seal => 1);
select fixture.set_aside(301, evidence => 201);

-- silent: everything sealed as the person is, or higher; everything open of somebody open
select fixture.resident(1, seal => 2), fixture.resident(2);
select fixture.rests_on_everything(1, 100, 2), fixture.rests_on_everything(2, 200, 0);
select fixture.evidence(301, 1, 'own_statement', seal => 2), fixture.evidence(302, 2, 'own_statement');
select fixture.set_aside(401, evidence => 301, seal => 2), fixture.set_aside(402, evidence => 302);
