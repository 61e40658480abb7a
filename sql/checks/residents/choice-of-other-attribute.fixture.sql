-- fires: of each kind of fact one that was meant otherwise; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004
--   resident 00000000-0000-4000-8000-000000000005 9005 book=2
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(9), fixture.resident(5, book => 2);
insert into registry.choice
    (book_id, resident_id, id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, reason, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 'name.COMMON', fixture.name(1, 'Lò Thị Hai'), null, null, null, 'hỏi lại', 1),
       (1, fixture.id(2), 9002, 'sex', null, fixture.birth(2, '1981-01-01'), null, null, 'hỏi lại', 1),
       (1, fixture.id(3), 9003, 'ethnicity', null, null, fixture.sex(3, 'M'), null, 'hỏi lại', 1),
       (1, fixture.id(4), 9004, 'kin.father', null, null, null, fixture.kin(4, 'mother', 9), 'hỏi lại', 1),
       (2, fixture.id(5), 9005, 'sex', null, fixture.birth(5, '1981-01-01', book => 2), null, null, 'hỏi lại', 1);
select fixture.believe();

-- silent: of each kind of fact one that was meant
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(9);
insert into registry.choice
    (book_id, resident_id, attribute, name_fact_id, birth_fact_id, attribute_fact_id, kin_fact_id, reason, recorded_by)
values (1, fixture.id(1), 'name.BIRTH', fixture.name(1, 'Lò Thị Hai'), null, null, null, 'hỏi lại', 1),
       (1, fixture.id(2), 'birth', null, fixture.birth(2, '1981-01-01'), null, null, 'hỏi lại', 1),
       (1, fixture.id(3), 'sex', null, null, fixture.sex(3, 'M'), null, 'hỏi lại', 1),
       (1, fixture.id(4), 'kin.mother', null, null, null, fixture.kin(4, 'mother', 9), 'hỏi lại', 1);
select fixture.believe();
