-- fires: known only after a child; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1, null), fixture.resident(2, null, book => 2);
select fixture.name(1, 'Mẹ Páo', 'TEKNONYM'), fixture.name(2, 'Mẹ Páo', 'TEKNONYM', 2);
select fixture.believe();

-- silent: a birth name; an everyday name beside one after a child
select fixture.resident(1), fixture.resident(2, null);
select fixture.name(2, 'Mẹ Páo', 'TEKNONYM'), fixture.name(2, 'Páo', 'COMMON');
select fixture.believe();
