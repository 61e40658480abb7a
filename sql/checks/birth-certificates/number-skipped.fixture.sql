-- fires: number 3 is missing; in another book
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000702
--   resident 00000000-0000-4000-8000-000000000004 00000000-0000-4000-8000-000000000704 book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2), fixture.resident(4, book => 2);
select fixture.birth_certificate(701, 1, 2, registered => fixture.register_day(2024)),
       fixture.birth_certificate(702, 2, 4, registered => fixture.register_day(2024)),
       fixture.birth_certificate(703, 3, 5, 2, fixture.register_day(2124)),
       fixture.birth_certificate(704, 4, 9, 2, fixture.register_day(2124));

-- silent: one after the other, a revoked one too; the years and the books run on their own
select fixture.resident(1), fixture.resident(2), fixture.resident(3), fixture.resident(4, book => 2), fixture.resident(5);
select fixture.birth_certificate(701, 1, 2, registered => fixture.register_day(2024)),
       fixture.birth_certificate(702, 2, 3, registered => fixture.register_day(2024), revoked => true),
       fixture.birth_certificate(703, 3, 4, registered => fixture.register_day(2024)),
       fixture.birth_certificate(704, 4, 9, 2, fixture.register_day(2125)),
       fixture.birth_certificate(705, 5, 7, registered => fixture.register_day(2124));
