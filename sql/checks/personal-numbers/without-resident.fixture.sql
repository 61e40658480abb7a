-- fires: nobody of that id; somebody of that id in another book only; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(2, book => 2);
insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
values ('066180000001', 1, fixture.id(1), 'confirmed', 1), ('066180000002', 1, fixture.id(2), 'cancelled', 1),
       ('066180000003', 2, fixture.id(3), 'confirmed', 1);

-- silent: somebody, though gone
select fixture.resident(1), fixture.number(1, '066180000001'), fixture.leave(1, 'departure');
