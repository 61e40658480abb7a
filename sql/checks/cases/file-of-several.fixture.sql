-- fires: one scan for two people, in two books; beside a third whose own was set aside
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000201
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000202 book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3);
select fixture.evidence(201, 1, 'birth_certificate'), fixture.evidence(202, 2, 'birth_certificate', book => 2),
       fixture.evidence(203, 3, 'birth_certificate'), fixture.evidence(205, 3, 'birth_certificate');
select fixture.evidence_file(201, 'a'), fixture.evidence_file(202, 'a', book => 2), fixture.evidence_file(203, 'b'),
       fixture.evidence_file(205, 'c');
select fixture.set_aside(301, evidence => 203);

-- silent: one scan for one person twice; for two, where one of the two was set aside
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.evidence(201, 1, 'birth_certificate'), fixture.evidence(202, 1, 'old_identity_paper'),
       fixture.evidence(203, 2, 'birth_certificate'), fixture.evidence(204, 3, 'birth_certificate');
select fixture.evidence_file(201, 'a'), fixture.evidence_file(202, 'a'), fixture.evidence_file(203, 'b'),
       fixture.evidence_file(204, 'b'), fixture.set_aside(301, evidence => 204);
