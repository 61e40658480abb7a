-- fires: five of six; the same in another book
--   book 9001 - book=9001
--   book 9002 - book=9002
select fixture.open_book(n) from generate_series(9001, 9002) as n;
select fixture.resident(n, book => 9001, born => '1980-01-01') from generate_series(1, 5) as n;
select fixture.resident(6, book => 9001, born => '1980-05-05');
select fixture.resident(n, book => 9002, born => '1980-01-01') from generate_series(11, 15) as n;
select fixture.believe();

-- silent: three, which chance may bring; five of whom only the year is known; five on another day
select fixture.open_book(9001);
select fixture.resident(n, book => 9001, born => '1980-01-01') from generate_series(1, 3) as n;
select fixture.resident(n, book => 9001, born => null) from generate_series(4, 8) as n;
select fixture.birth(n, '1980-01-01', '1980-12-31', 9001, 'year') from generate_series(4, 8) as n;
select fixture.resident(n, book => 9001, born => '1980-01-02') from generate_series(9, 13) as n;
select fixture.believe();
