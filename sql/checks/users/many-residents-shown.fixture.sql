-- fires: 501 to an officer of a commune, in two answers; 2001 to the district's
--   user 9001 2024-01-02 10 book=-
--   user 9002 2024-01-02 10 book=-
select fixture.clock('2024-01-10 00:00+07');
select fixture.account(n) from generate_series(9001, 9002) as n;
select fixture.grant(9001, 9001), fixture.grant(9002, 9002, 'district_officer', '646');
select fixture.shown(9001, '2024-01-02 10:01+07', 300), fixture.shown(9001, '2024-01-02 10:59+07', 201, 'search'),
       fixture.shown(9002, '2024-01-02 10:01+07', 2001, 'export');

-- silent: 500; 501 over two hours; 501 to the district's; written; long ago; to no account
select fixture.clock('2024-03-10 00:00+07');
select fixture.account(n) from generate_series(9001, 9005) as n;
select fixture.grant(9003, 9003, 'district_officer', '646');
select fixture.shown(9001, '2024-03-02 10:01+07', 500), fixture.shown(9002, '2024-03-02 10:59+07', 300),
       fixture.shown(9002, '2024-03-02 11:00+07', 201), fixture.shown(9003, '2024-03-02 10:01+07', 501),
       fixture.shown(9004, '2024-03-02 10:01+07', 501, 'write'), fixture.shown(9005, '2024-01-02 10:01+07', 501),
       fixture.shown(null, '2024-03-02 10:01+07', 501);
