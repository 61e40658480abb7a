-- fires: no such code; a code of a district only; before the province was made, and after it was gone; in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004
--   resident 00000000-0000-4000-8000-000000000005 9005 book=2
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, valid_to)
values ('province', '03', 'Tỉnh mới', 'tinh moi', 'tinh', null, '2024-04-02', 'infinity'),
       ('province', '05', 'Tỉnh cũ', 'tinh cu', 'tinh', null, '1976-01-01', '2024-04-01'),
       ('district', '07', 'Huyện', 'huyen', 'huyen', fixture.area('province', '66'), '-infinity', 'infinity');
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(5, book => 2);
insert into registry.personal_number_event
    (book_id, resident_id, id, number, kind, happened_on, reason, rests_on, recorded_by, recorded_at)
overriding system value
values (1, fixture.id(1), 9001, '009180000001', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(2), 9002, '007180000002', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(3), 9003, '003180000003', 'confirmed', null, 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(4), 9004, '005180000004', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-03-01'),
       (2, fixture.id(5), 9005, '009180000005', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01');

-- silent: a province; on its first and on its last day; a country; a number that was only cancelled
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, valid_to)
values ('province', '03', 'Tỉnh mới', 'tinh moi', 'tinh', null, '2024-04-01', '2024-04-02');
select fixture.resident(n) from generate_series(1, 5) as n;
insert into registry.personal_number_event
    (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by, recorded_at)
values (1, fixture.id(1), '066180000001', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(2), '003180000002', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2020-04-01'),
       (1, fixture.id(3), '003180000003', 'confirmed', null, 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(4), '109180000004', 'confirmed', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01'),
       (1, fixture.id(5), '009180000005', 'cancelled', '2024-04-01', 'thông báo', 'văn bản', 1, '2024-04-01');
