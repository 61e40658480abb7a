-- fires: of each kind of fact one that was meant otherwise; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004
--   resident 00000000-0000-4000-8000-000000000005 9005 book=2
--   resident 00000000-0000-4000-8000-000000000006 9006
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(6), fixture.choose(6, 'birth', origin => fixture.origin(6, null), n => 9006);
select fixture.resident(9), fixture.resident(5, book => 2);
select fixture.choose(1, 'name.COMMON', name => fixture.name(1, 'Lò Thị Hai'), n => 9001),
       fixture.choose(2, 'sex', birth => fixture.birth(2, '1981-01-01'), n => 9002),
       fixture.choose(3, 'ethnicity', fact => fixture.sex(3, 'M'), n => 9003),
       fixture.choose(4, 'kin.father', kin => fixture.kin(4, 'mother', 9), n => 9004),
       fixture.choose(5, 'sex', birth => fixture.birth(5, '1981-01-01', book => 2), book => 2, n => 9005);
select fixture.believe();

-- silent: of each kind of fact one that was meant
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(6), fixture.choose(6, 'origin', origin => fixture.origin(6, null));
select fixture.resident(9);
select fixture.choose(1, 'name.BIRTH', name => fixture.name(1, 'Lò Thị Hai')),
       fixture.choose(2, 'birth', birth => fixture.birth(2, '1981-01-01')),
       fixture.choose(3, 'sex', fact => fixture.sex(3, 'M')), fixture.choose(4, 'kin.mother', kin => fixture.kin(4, 'mother', 9));
select fixture.believe();
