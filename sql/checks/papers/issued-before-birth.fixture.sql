-- fires: the day before, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.paper(1, 'khai_sinh', null, n => 9001, issued => '1980-05-04'),
       fixture.paper(2, 'khai_sinh', null, book => 2, n => 9002, issued => '1980-05-04'), fixture.believe();

-- silent: on the day; before the latest candidate day only; no day known
select fixture.resident(1), fixture.resident(2, born => null), fixture.birth(2, '1978-01-01', '1985-12-31');
select fixture.paper(1, 'khai_sinh', null, issued => '1980-05-05'), fixture.paper(1, 'cccd', null),
       fixture.paper(2, 'khai_sinh', null, issued => '1980-05-05'), fixture.believe();
