-- fires: a digit, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1, 'Hoàng A Nam 2'), fixture.resident(2, '3 Hoàng A Nam', book => 2);
select fixture.believe();

-- silent: no digit in the name that counts, although an older list had one
select fixture.resident(1, 'Hoàng A Nam'), fixture.name(1, 'Hoàng A Nam 2', 'ALIAS_DOC');
select fixture.believe();
