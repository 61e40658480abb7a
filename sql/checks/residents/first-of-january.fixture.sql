-- fires: five of six; the same in another book
--   book 1 -
--   book 2 - book=2
select fixture.resident(n, born => '1980-01-01') from generate_series(1, 5) as n;
select fixture.resident(6, born => '1980-05-05');
select fixture.resident(n, born => '1980-01-01', book => 2) from generate_series(11, 15) as n;
select fixture.believe();

-- silent: three, which chance may bring; five of whom only the year is known; five on another day
select fixture.resident(n, born => '1980-01-01') from generate_series(1, 3) as n;
select fixture.resident(n, born => null) from generate_series(4, 8) as n;
select fixture.birth(n, '1980-01-01', '1980-12-31', "precision" => 'year') from generate_series(4, 8) as n;
select fixture.resident(n, born => '1980-01-02') from generate_series(9, 13) as n;
select fixture.believe();
