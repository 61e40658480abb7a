-- fires: 60 days are not late; 61 are; perhaps is not yes; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000701
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000702
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000703
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000704 book=2
select fixture.resident(1, born => '2024-02-10'), fixture.resident(2, born => '2024-02-09'),
       fixture.resident(3, born => null),
       fixture.resident(4, book => 2, born => '2024-02-10');
select fixture.birth(3, '2024-02-01', '2024-02-20');
select fixture.birth_certificate(701, 1, 1), fixture.birth_certificate(702, 2, 2, late => false),
       fixture.birth_certificate(703, 3, 3), fixture.birth_certificate(704, 4, 4, 2), fixture.believe();

-- silent: as the rule says; revoked; a birth that was believed before
select fixture.resident(1, born => '2024-02-10'), fixture.resident(2, born => '2024-02-09'),
       fixture.resident(3, born => null),
       fixture.resident(4, born => '2024-02-10');
select fixture.birth(3, '2024-02-01', '2024-02-20');
select fixture.birth_certificate(701, 1, 1, late => false), fixture.birth_certificate(702, 2, 2),
       fixture.birth_certificate(703, 3, 3, late => null), fixture.birth_certificate(704, 4, 4, revoked => true),
       fixture.believe();
select fixture.believed_before(1, '2020-05-05');
