-- fires: a paper without a scan, in two books; one beside another that has one
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000201
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000202 book=2
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000203
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3);
select fixture.evidence(201, 1, 'birth_certificate'), fixture.evidence(202, 2, 'old_identity_paper', book => 2),
       fixture.evidence(203, 3, 'church_or_clan_record'), fixture.evidence(204, 3, 'church_or_clan_record');
select fixture.evidence_file(204, 'a');
select fixture.set_aside(301, evidence => 204);

-- silent: a paper with its scan; a statement, which needs none; a paper that was set aside
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.evidence(201, 1, 'birth_certificate'), fixture.evidence(202, 2, 'own_statement'),
       fixture.evidence(203, 3, 'old_identity_paper');
select fixture.evidence_file(201, 'a'), fixture.set_aside(301, evidence => 203);
