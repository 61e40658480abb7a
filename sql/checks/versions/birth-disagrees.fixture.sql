-- fires: a choice that is not believed; a first statement; days that were changed; an answer; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000005 - book=2
select fixture.resident(1), fixture.resident(2, born => null), fixture.resident(3), fixture.resident(4),
       fixture.resident(5, born => null, book => 2), fixture.believe();
select fixture.choose(1, 'birth', birth => fixture.birth(1, '1980-05-05'));
select fixture.birth(2, '1982-01-01'), fixture.birth(5, '1982-01-01', book => 2);
update registry.resident_version set born_ranges = '{[1981-01-01,1981-01-02)}' where resident_id = fixture.id(3);
update registry.resident_version set birth_answer = 'unknown' where resident_id = fixture.id(4);

-- silent: the first of two; the chosen of two; the last chosen of three; none; a choice of another attribute; in two books
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(4, born => null), fixture.birth(1, '1982-01-01');
select fixture.resident(9, book => 2), fixture.resident(9), fixture.believe('2024-05-01');
select fixture.choose(9, 'birth', birth => fixture.birth(9, '1982-01-01', book => book), book => book)
from generate_series(1, 2) as book;
select fixture.choose(2, 'birth', birth => fixture.birth(2, '1982-01-01')),
       fixture.choose(3, 'birth', birth => fixture.birth(3, '1982-01-01')),
       fixture.choose(3, 'birth', birth => fixture.birth(3, '1983-01-01'));
select fixture.choose(1, 'sex', birth => max(id)) from registry.birth_fact where resident_id = fixture.id(1);
select fixture.believe();
