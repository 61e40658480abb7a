-- fires: two for each other; three and four in a ring, the four over two books; beside somebody whose statement was set aside
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000005 -
--   resident 00000000-0000-4000-8000-000000000006 -
--   resident 00000000-0000-4000-8000-000000000007 -
--   resident 00000000-0000-4000-8000-000000000008 -
--   resident 00000000-0000-4000-8000-000000000009 - book=2
select fixture.resident(n) from unnest(array[1, 2, 3, 4, 5, 6, 7, 8]) as n;
select fixture.resident(9, book => 2);
select fixture.evidence_case(100 + n, n) from unnest(array[1, 2, 3, 4, 5, 6, 7, 8]) as n;
select fixture.evidence_case(109, 9, book => 2);
select fixture.attest(201, 101, 1, witness => 2), fixture.attest(202, 102, 2, witness => 1),
       fixture.attest(203, 103, 3, witness => 4), fixture.attest(204, 104, 4, witness => 5),
       fixture.attest(205, 105, 5, witness => 3), fixture.attest(206, 106, 6, witness => 7),
       fixture.attest(207, 107, 7, witness => 8), fixture.attest(208, 108, 8, witness => 9, witness_book => 2),
       fixture.attest(209, 109, 9, witness => 6, book => 2, witness_book => 1),
       fixture.attest(210, 101, 1, witness => null);
select fixture.set_aside(301, attestation => 210);

-- silent: a chain of four; five in a ring; a ring of which one statement was set aside; somebody vouched for by a ring's witness who is named
select fixture.resident(n) from generate_series(1, 12) as n;
select fixture.evidence_case(100 + n, n) from generate_series(1, 12) as n;
select fixture.attest(201, 101, 1, witness => 2), fixture.attest(202, 102, 2, witness => 3),
       fixture.attest(203, 103, 3, witness => 4),
       fixture.attest(205, 105, 5, witness => 6), fixture.attest(206, 106, 6, witness => 7),
       fixture.attest(207, 107, 7, witness => 8), fixture.attest(208, 108, 8, witness => 9),
       fixture.attest(209, 109, 9, witness => 5),
       fixture.attest(210, 110, 10, witness => 11), fixture.attest(211, 111, 11, witness => 10),
       fixture.attest(212, 112, 12, witness => null);
select fixture.set_aside(301, attestation => 211);
