-- fires: one is missing; one too many was given; one was never counted
--   book 9001 2024 book=9001
--   book 9002 2024 book=9002
--   book 9003 2025 book=9003
select fixture.open_book(n) from generate_series(9001, 9003) as n;
select fixture.resident(n, book => 9000 + n), fixture.origin(n, null, book => 9000 + n, n => 9000 + n),
       fixture.case(100 + n, n, book => 9000 + n) from generate_series(1, 3) as n;
select fixture.request(201, 101, 1, '2024-05-01', book => 9001), fixture.request(202, 101, 1, '2024-05-01', book => 9001, running => 3),
       fixture.request(203, 102, 2, '2024-05-01', book => 9002),
       fixture.request(204, 103, 3, '2025-05-01', book => 9003, year => 2025);
select fixture.numbers_given(9001, 3), fixture.numbers_given(9002, 2);

-- silent: one after the other, in each year; of another register
select fixture.open_book(9001);
select fixture.resident(1, book => 9001), fixture.origin(1, null, book => 9001), fixture.case(101, 1, book => 9001);
select fixture.request(201, 101, 1, '2024-05-01', book => 9001), fixture.request(202, 101, 1, '2024-05-01', book => 9001, running => 2),
       fixture.request(203, 101, 1, '2025-05-01', book => 9001, year => 2025);
select fixture.numbers_given(9001, 2), fixture.numbers_given(9001, 1, 2025), fixture.numbers_given(9001, 7, register => 'other');
