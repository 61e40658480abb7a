-- fires: a letter in parts; two spaces; a no-break space; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(1, normalize('Hoàng A Đường', nfd)), fixture.resident(2, 'Hoàng  A Nam'),
       fixture.resident(3, U&'Ho\00E0ng\00A0A Nam'), fixture.resident(4, 'Hoàng  A Nam', book => 2);
select fixture.believe();

-- silent: letters whole, single spaces
select fixture.resident(1, normalize('Hoàng A Đường', nfc));
select fixture.believe();
