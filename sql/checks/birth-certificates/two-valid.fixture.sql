-- fires: one in each of two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(1), fixture.resident(1, book => 2);
select fixture.birth_certificate(701, 1, 1), fixture.birth_certificate(702, 1, 2, 2);

-- silent: one was revoked; two people
select fixture.resident(1), fixture.resident(1, book => 2), fixture.resident(2);
select fixture.birth_certificate(701, 1, 1), fixture.birth_certificate(702, 1, 2, 2, revoked => true),
       fixture.birth_certificate(703, 2, 2);
