-- fires: a request without its letter, in two books; beside one that has it
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000201
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000202 book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3);
select fixture.evidence_case(101, 1, 'awaiting_reply'), fixture.evidence_case(102, 2, 'awaiting_reply', book => 2),
       fixture.evidence_case(103, 3, 'awaiting_reply');
select fixture.asked(201, 101, 1), fixture.asked(202, 102, 2, book => 2), fixture.asked(203, 103, 3), fixture.letter(203);

-- silent: one with its letter; one that was answered all the same; one of a case that is over
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.evidence_case(101, 1, 'awaiting_reply'), fixture.evidence_case(102, 2, 'replied'),
       fixture.evidence_case(103, 3, 'withdrawn');
select fixture.asked(200 + n, 100 + n, n) from generate_series(1, 3) as n;
select fixture.letter(201), fixture.answered(401, 202, 'NOT_FOUND');
