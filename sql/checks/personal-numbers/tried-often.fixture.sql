-- fires: five within a day
--   user 9001 2024-01-02 book=-
select fixture.clock('2024-01-10 00:00+07');
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.number_taken(9001, '2024-01-02 10:01+07', 3), fixture.number_taken(9001, '2024-01-02 23:59+07', 2);

-- silent: four; five over two days; long ago; shown otherwise; to no account
select fixture.clock('2024-03-10 00:00+07');
select fixture.account(n) from generate_series(9001, 9004) as n;
select fixture.number_taken(9001, '2024-03-02 10:01+07', 4), fixture.number_taken(9002, '2024-03-02 23:59+07', 3),
       fixture.number_taken(9002, '2024-03-03 00:00+07', 2), fixture.number_taken(9003, '2024-01-02 10:01+07', 5),
       fixture.shown(9004, '2024-03-02 10:01+07', 5), fixture.number_taken(null, '2024-03-02 10:01+07', 5);
