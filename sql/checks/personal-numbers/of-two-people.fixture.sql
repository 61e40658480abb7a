-- fires: two with one number, one of them by an event only; a third who is sealed shares another, and the other reads nothing
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
--   resident 00000000-0000-4000-8000-000000000001 - book=-
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000004 - book=-
select fixture.resident(1), fixture.resident(2, book => 2), fixture.resident(3), fixture.resident(4, seal => 1);
select fixture.number(1, '066180000001'), fixture.number(4, '066180000002', seal => 1::smallint);
insert into registry.personal_number_event (book_id, resident_id, number, kind, reason, rests_on, recorded_by)
values (2, fixture.id(2), '066180000001', 'confirmed', 'thông báo', 'văn bản', 1),
       (1, fixture.id(3), '066180000002', 'confirmed', 'thông báo', 'văn bản', 1);

-- silent: one person in two books with one number; two people with two
select fixture.resident(1), fixture.resident(2), fixture.number(1, '066180000001'), fixture.number(2, '066180000002');
select fixture.leave(1, 'transfer', moved_to => 2), fixture.arrive(1, 2);
insert into registry.personal_number_event (book_id, resident_id, number, kind, reason, rests_on, recorded_by)
values (2, fixture.id(1), '066180000001', 'confirmed', 'thông báo', 'văn bản', 1);
