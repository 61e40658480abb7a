-- fires: by whoever opened it; by whoever proposed it; in another book; by whoever proposed it in an earlier round
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000101 7
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000102 7
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000103 7 book=2
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000104 7
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4);
select fixture.case(101, 1, 'decided'), fixture.case(102, 2, 'decided'), fixture.case(103, 3, 'decided', book => 2),
       fixture.case(104, 4, 'decided');
select fixture.case_event(101, 7, 'decide', 'proposed', 'decided'),
       fixture.case_event(102, 6, 'propose', 'gathering', 'proposed', actor => 9002),
       fixture.case_event(102, 7, 'decide', 'proposed', 'decided', actor => 9002),
       fixture.case_event(103, 7, 'send_back', 'proposed', 'gathering', book => 2),
       fixture.case_event(104, 6, 'propose', 'gathering', 'proposed', actor => 9002),
       fixture.case_event(104, 7, 'decide', 'proposed', 'decided', actor => 9002, round => 2);

-- silent: by another; of the supervisor's own steps; what came after; by nobody; of another case
select fixture.resident(n) from generate_series(1, 6) as n;
select fixture.case(100 + n, n, 'decided') from generate_series(1, 6) as n;
select fixture.case_event(101, 6, 'propose', 'gathering', 'proposed', actor => 9002),
       fixture.case_event(101, 7, 'decide', 'proposed', 'decided', actor => 9003),
       fixture.case_event(102, 6, 'escalate', 'gathering', 'escalated', actor => 9002),
       fixture.case_event(102, 7, 'decide', 'escalated', 'decided', actor => 9002),
       fixture.case_event(104, 6, 'decide', 'proposed', 'decided', actor => 9002),
       fixture.case_event(104, 7, 'enter_number', 'decided', 'numbered', actor => 9002),
       fixture.case_event(105, 7, 'withdraw', 'gathering', 'withdrawn', actor => null),
       fixture.case_event(106, 7, 'decide', 'proposed', 'decided', actor => 9004);
select fixture.case_event(105, 6, 'propose', 'gathering', 'proposed', actor => 9004);
