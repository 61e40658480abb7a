-- fires: a better name that is not believed; a choice; a kind; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(1, null), fixture.resident(2), fixture.resident(3), fixture.resident(4, null, book => 2);
select fixture.name(1, 'Páo', 'COMMON'), fixture.name(4, 'Páo', 'COMMON', 2), fixture.believe();
select fixture.name(1, 'Giàng A Páo'), fixture.name(4, 'Giàng A Páo', book => 2);
select fixture.choose(2, 'name.BIRTH', name => fixture.name(2, 'Lò Thị Hai'));
update registry.resident_version set name_kind = 'COMMON' where resident_id = fixture.id(3);

-- silent: a birth name before an everyday one; the first of two; the last chosen of three; one person in two books
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(9, book => 2), fixture.resident(9), fixture.believe('2024-05-01');
select fixture.choose(9, 'name.BIRTH', name => fixture.name(9, 'Lò Thị Hai', book => book), book => book)
from generate_series(1, 2) as book;
select fixture.name(2, 'Lò Thị Hai'), fixture.choose(3, 'name.BIRTH', name => fixture.name(3, 'Lò Thị Hai')),
       fixture.choose(3, 'name.BIRTH', name => fixture.name(3, 'Lò Thị Ba')),
       fixture.choose(1, 'name.COMMON', name => fixture.name(1, 'Páo', 'COMMON'));
select fixture.choose(2, 'name.COMMON', name => max(id)) from registry.name_fact where resident_id = fixture.id(2);
select fixture.believe();
