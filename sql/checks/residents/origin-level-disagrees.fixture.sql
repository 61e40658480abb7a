-- fires: a district said to be a commune, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
insert into registry.origin_claim (book_id, resident_id, id, position, answer, area_id, resolved_level, said_by, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 1, 'stated', fixture.area('district', '646'), 'commune', 'người khai', 1),
       (2, fixture.id(2), 9002, 1, 'stated', fixture.area('district', '646'), 'commune', 'người khai', 1);

-- silent: a district as a district; a place that was not recognised
select fixture.resident(1), fixture.resident(2);
insert into registry.origin_claim (book_id, resident_id, position, answer, area_id, resolved_level, said_by, recorded_by)
values (1, fixture.id(1), 1, 'stated', fixture.area('district', '646'), 'district', 'người khai', 1),
       (1, fixture.id(2), 1, 'stated', null, null, 'người khai', 1);
