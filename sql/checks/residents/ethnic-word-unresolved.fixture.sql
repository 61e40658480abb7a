-- fires: a word without a code, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1), fixture.resident(2, book => 2);
insert into registry.attribute_fact (book_id, resident_id, attribute, answer, declared, said_by, basis, recorded_by)
values (1, fixture.id(1), 'ethnicity', 'stated', 'Mán', 'người khai', 'statement', 1),
       (2, fixture.id(2), 'ethnicity', 'stated', 'Mán', 'người khai', 'statement', 1);
select fixture.believe();

-- silent: a code; nobody knows; not asked
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
insert into registry.attribute_fact (book_id, resident_id, attribute, answer, ethnic_code, declared, said_by, basis, recorded_by)
values (1, fixture.id(1), 'ethnicity', 'stated', '09', 'Dao', 'người khai', 'statement', 1),
       (1, fixture.id(2), 'ethnicity', 'unknown', null, null, 'người khai', 'statement', 1);
select fixture.believe();
