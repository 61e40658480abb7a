-- fires: stated, and no day left; stated, and nothing kept; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003 book=2
alter table registry.birth_fact drop constraint if exists birth_fact_bounds, drop constraint if exists birth_fact_answered;
select fixture.resident(1, born => null), fixture.resident(2, born => null), fixture.resident(3, born => null, book => 2);
insert into registry.birth_fact
    (book_id, resident_id, id, answer, written, "precision", basis, candidates, said_by, said_on, recorded_by)
overriding system value
select fixture.book(book), fixture.id(n), fixture.n(9000 + n), 'stated', '1962', 'year', 'declaration', days, 'người khai',
       '2024-03-01', 1
from (values (1, 1, '{}'::datemultirange), (2, 1, null), (3, 2, '{}')) as empty (n, book, days);
select fixture.believe();

-- silent: a stated day; nobody knows
select fixture.resident(1), fixture.resident(2, born => null);
select fixture.birth_unknown(2), fixture.believe();
