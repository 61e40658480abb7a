-- fires: a sex and a people that are not believed; a choice; another answer; what nobody said; in another book
--   resident 00000000-0000-4000-8000-000000000001 ethnicity
--   resident 00000000-0000-4000-8000-000000000002 sex
--   resident 00000000-0000-4000-8000-000000000003 sex
--   resident 00000000-0000-4000-8000-000000000004 sex book=2
--   resident 00000000-0000-4000-8000-000000000005 ethnicity
--   resident 00000000-0000-4000-8000-000000000006 sex
select fixture.resident(1), fixture.resident(2, sex => null), fixture.resident(3), fixture.resident(4, sex => null, book => 2);
select fixture.resident(5), fixture.people(5, null, declared => null, answer => 'unknown'), fixture.resident(6, sex => null);
select fixture.believe();
update registry.resident_version set ethnic_answer = 'refused' where resident_id = fixture.id(5);
update registry.resident_version set sex = 'F', sex_answer = 'stated' where resident_id = fixture.id(6);
select fixture.people(1, '08'), fixture.sex(2, 'M'), fixture.sex(4, 'M', 2);
select fixture.choose(3, 'sex', fact => fixture.sex(3, 'M'));

-- silent: as said; the first of two; the last chosen of three; another attribute; one person in two books
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(9, book => 2), fixture.resident(9);
select fixture.choose(9, 'sex', fact => fixture.sex(9, 'M', book), book => book) from generate_series(1, 2) as book;
select fixture.people(1, '08'), fixture.sex(2, 'M'), fixture.choose(3, 'sex', fact => fixture.sex(3, 'M')),
       fixture.choose(3, 'sex', fact => fixture.sex(3, 'F')), fixture.phone(1, '0900000000');
select fixture.believe('2024-05-01');
update registry.resident_version set sex = 'M' where resident_id = fixture.id(1);
select fixture.believe();
