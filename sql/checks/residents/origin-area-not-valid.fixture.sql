-- fires: left after the unit had ended, with one year known and with two; before it began; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002
--   resident 00000000-0000-4000-8000-000000000003 9003
--   resident 00000000-0000-4000-8000-000000000004 9004 book=2
select fixture.unit('commune', '99991', '1976-01-01', '1990-01-01'), fixture.unit('commune', '99992', since => '1990-01-01');
select fixture.resident(n) from generate_series(1, 3) as n;
select fixture.resident(4, book => 2);
select fixture.origin(1, fixture.area('commune', '99991'), year_to => 1990, n => 9001),
       fixture.origin(2, fixture.area('commune', '99991'), year_from => 1990, year_to => 1995, n => 9002),
       fixture.origin(3, fixture.area('commune', '99992'), year_from => 1985, n => 9003),
       fixture.origin(4, fixture.area('commune', '99992'), year_from => 1985, year_to => 1989, book => 2, n => 9004);

-- silent: years that touch the unit's time; no year told; a place that was not recognised
select fixture.unit('commune', '99991', '1976-01-01', '1990-01-01'), fixture.unit('commune', '99992', since => '1990-01-01');
select fixture.resident(n) from generate_series(1, 5) as n;
select fixture.origin(1, fixture.area('commune', '99991'), year_from => 1989, year_to => 1995),
       fixture.origin(2, fixture.area('commune', '99992'), year_from => 1985, year_to => 1990),
       fixture.origin(3, fixture.area('commune', '99991')),
       fixture.origin(4, null, year_from => 1985, year_to => 1990),
       fixture.origin(5, fixture.area('commune', '99992'), year_from => 1990);
