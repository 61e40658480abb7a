-- fires: on one piece of evidence, on one statement, on both, all set aside; in another book on nothing at all; beside one that stands
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000501
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000502
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000503
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000504 book=2
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(4, book => 2), fixture.resident(9);
select fixture.evidence_case(100 + n, n) from generate_series(1, 3) as n;
select fixture.evidence_case(104, 4, book => 2);
select fixture.evidence(201, 1, 'own_statement'), fixture.evidence(203, 3, 'own_statement');
select fixture.attest(302, 102, 2, witness => 9), fixture.attest(303, 103, 3, witness => 9);
select fixture.decision(500 + n, 100 + n, n) from generate_series(1, 3) as n;
select fixture.decision(504, 104, 4, book => 2);
select fixture.basis(501, evidence => 201), fixture.basis(502, attestation => 302), fixture.basis(503, evidence => 203),
       fixture.basis(503, attestation => 303);
select fixture.set_aside(401, evidence => 201), fixture.set_aside(402, attestation => 302),
       fixture.set_aside(403, evidence => 203), fixture.set_aside(404, attestation => 303);
select fixture.evidence_case(109, 9), fixture.evidence(209, 9, 'own_statement'), fixture.decision(509, 109, 9),
       fixture.basis(509, evidence => 209);

-- silent: on evidence; on a statement; on two pieces of which one was set aside; on a reply
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(9);
select fixture.evidence_case(100 + n, n, 'replied') from generate_series(1, 4) as n;
select fixture.evidence(201, 1, 'own_statement'), fixture.evidence(203, 3, 'own_statement');
select fixture.attest(302, 102, 2, witness => 9), fixture.attest(303, 103, 3, witness => 9);
select fixture.asked(604, 104, 4), fixture.answered(704, 604, 'MATCH');
select fixture.decision(500 + n, 100 + n, n) from generate_series(1, 4) as n;
select fixture.basis(501, evidence => 201), fixture.basis(502, attestation => 302), fixture.basis(503, evidence => 203),
       fixture.basis(503, attestation => 303), fixture.basis(504, request => 604, reply => 704);
select fixture.set_aside(401, evidence => 203);
