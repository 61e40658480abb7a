-- fires: left after the unit had ended, with one year known and with two; before it began; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004 book=2
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, valid_to)
values ('commune', '99991', 'Xã cũ', 'xa cu', 'xa', fixture.area('district', '646'), '1976-01-01', '1990-01-01'),
       ('commune', '99992', 'Xã mới', 'xa moi', 'xa', fixture.area('district', '646'), '1990-01-01', 'infinity');
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(4, book => 2);
insert into registry.origin_claim (
    book_id, resident_id, id, position, answer, written, area_id, resolved_level, year_from, year_to, said_by, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 1, 'stated', 'xã cũ', fixture.area('commune', '99991'), 'commune', null, 1990, 'người khai', 1),
       (1, fixture.id(2), 9002, 1, 'stated', 'xã cũ', fixture.area('commune', '99991'), 'commune', 1990, 1995, 'người khai', 1),
       (1, fixture.id(3), 9003, 1, 'stated', 'xã mới', fixture.area('commune', '99992'), 'commune', 1985, null, 'người khai', 1),
       (2, fixture.id(4), 9004, 1, 'stated', 'xã mới', fixture.area('commune', '99992'), 'commune', 1985, 1989, 'người khai', 1);

-- silent: years that touch the unit's time; no year told; a place that was not recognised
insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, valid_to)
values ('commune', '99991', 'Xã cũ', 'xa cu', 'xa', fixture.area('district', '646'), '1976-01-01', '1990-01-01'),
       ('commune', '99992', 'Xã mới', 'xa moi', 'xa', fixture.area('district', '646'), '1990-01-01', 'infinity');
select fixture.resident(n) from generate_series(1, 5) as n;
insert into registry.origin_claim (
    book_id, resident_id, position, answer, written, area_id, resolved_level, year_from, year_to, said_by, recorded_by)
values (1, fixture.id(1), 1, 'stated', 'xã cũ', fixture.area('commune', '99991'), 'commune', 1989, 1995, 'người khai', 1),
       (1, fixture.id(2), 1, 'stated', 'xã mới', fixture.area('commune', '99992'), 'commune', 1985, 1990, 'người khai', 1),
       (1, fixture.id(3), 1, 'stated', 'xã cũ', fixture.area('commune', '99991'), 'commune', null, null, 'người khai', 1),
       (1, fixture.id(4), 1, 'stated', 'bản xa', null, null, 1985, 1990, 'người khai', 1),
       (1, fixture.id(5), 1, 'stated', 'xã mới', fixture.area('commune', '99992'), 'commune', 1990, null, 'người khai', 1);
