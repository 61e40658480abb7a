-- fires: capitals only, in two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 - book=2
select fixture.resident(1, 'HOÀNG A ĐƯỜNG'), fixture.resident(2, 'HOÀNG A ĐƯỜNG', book => 2);
select fixture.believe();

-- silent: as usual; one letter to a word; all small; one small letter among capitals
select fixture.resident(1, 'Hoàng A Đường'), fixture.resident(2, 'Y Ơ'), fixture.resident(3, 'hoàng a đường'),
       fixture.resident(4, 'HOÀNG A ĐƯờNG');
select fixture.believe();
