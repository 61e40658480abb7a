-- fires: cancelled, yet confirmed; confirmed anew, yet cancelled; no history; the history is another number's; another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 0
--   resident 00000000-0000-4000-8000-000000000004 0
--   resident 00000000-0000-4000-8000-000000000005 0 book=2
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(5, book => 2);
insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
values ('066180000001', 1, fixture.id(1), 'confirmed', 1), ('066180000002', 1, fixture.id(2), 'cancelled', 1),
       ('066180000003', 1, fixture.id(3), 'confirmed', 1), ('066180000004', 1, fixture.id(4), 'confirmed', 1),
       ('066180000005', 2, fixture.id(5), 'cancelled', 1);
insert into registry.personal_number_event (book_id, resident_id, id, number, kind, reason, rests_on, recorded_by)
overriding system value
values (1, fixture.id(1), 8001, '066180000001', 'confirmed', 'thông báo', 'văn bản', 1),
       (1, fixture.id(1), 9001, '066180000001', 'cancelled', 'thông báo', 'văn bản', 1),
       (1, fixture.id(2), 8002, '066180000002', 'cancelled', 'thông báo', 'văn bản', 1),
       (1, fixture.id(2), 9002, '066180000002', 're_established', 'thông báo', 'văn bản', 1),
       (1, fixture.id(4), 8004, '066180000009', 'confirmed', 'thông báo', 'văn bản', 1);

-- silent: confirmed; cancelled; established anew
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
values ('066180000001', 1, fixture.id(1), 'confirmed', 1), ('066180000002', 1, fixture.id(2), 'cancelled', 1),
       ('066180000003', 1, fixture.id(3), 'confirmed', 1);
insert into registry.personal_number_event (book_id, resident_id, number, kind, reason, rests_on, recorded_by)
values (1, fixture.id(1), '066180000001', 'confirmed', 'thông báo', 'văn bản', 1),
       (1, fixture.id(2), '066180000002', 'confirmed', 'thông báo', 'văn bản', 1),
       (1, fixture.id(2), '066180000002', 'cancelled', 'thông báo', 'văn bản', 1),
       (1, fixture.id(3), '066180000003', 'cancelled', 'thông báo', 'văn bản', 1),
       (1, fixture.id(3), '066180000003', 're_established', 'thông báo', 'văn bản', 1);
