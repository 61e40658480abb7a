-- fires: eth for đ; a Cyrillic letter; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 - book=2
select fixture.resident(1, U&'Ho\00E0ng A \00D0\01B0\1EDDng'), fixture.resident(2, U&'Ho\00E0ng A N\0430m'),
       fixture.resident(3, U&'Ho\00E0ng A N\0430m', book => 2);
select fixture.believe();

-- silent: every letter of the region, also in parts; those of Ê Đê that have no code point of their own
select fixture.resident(1, 'H''Nghia Êban'), fixture.resident(2, 'Y Ngông Niê Kdăm'), fixture.resident(3, 'Siu Ayŭn-Č'),
       fixture.resident(4, normalize('Đặng Thị Mỷ', nfd)), fixture.resident(5, 'Nguyễn Ỹ Ưởng'),
       fixture.resident(6, U&'Y Dj\00F4\0306n Kn\01B0\0306l'), fixture.resident(7, U&'H''\00CA\0306 Ni\00EA');
select fixture.believe();
