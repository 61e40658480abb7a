-- fires: an answer without its letter, in two books; one beside another that has it
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000401
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000402 book=2
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000404
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3);
select fixture.evidence_case(101, 1, 'replied'), fixture.evidence_case(102, 2, 'replied', book => 2),
       fixture.evidence_case(103, 3, 'replied');
select fixture.asked(201, 101, 1), fixture.asked(202, 102, 2, book => 2), fixture.asked(203, 103, 3);
select fixture.answered(401, 201, 'NOT_FOUND'), fixture.answered(402, 202, 'MATCH', book => 2),
       fixture.answered(403, 203, 'NOT_FOUND'), fixture.answered(404, 203, 'MATCH');
select fixture.reply_file(403, 203, 'a');

-- silent: one with its letter; nobody answered; taken back
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.evidence_case(100 + n, n, 'replied') from generate_series(1, 3) as n;
select fixture.asked(200 + n, 100 + n, n) from generate_series(1, 3) as n;
select fixture.answered(401, 201, 'NOT_FOUND'), fixture.answered(402, 202, 'NO_REPLY'),
       fixture.answered(403, 203, 'WITHDRAWN');
select fixture.reply_file(401, 201, 'a');
