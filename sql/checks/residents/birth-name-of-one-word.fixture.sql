-- fires: one word, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1, 'Páo'), fixture.resident(2, 'Páo', book => 2);
select fixture.believe();

-- silent: two words; one word as the everyday name of somebody without a birth name
select fixture.resident(1, 'Giàng Páo'), fixture.resident(2, null), fixture.name(2, 'Páo', 'COMMON');
select fixture.believe();
