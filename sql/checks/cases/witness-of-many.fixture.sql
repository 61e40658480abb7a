-- fires: eleven within twelve months, for people of two books
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000001 - book=-
select fixture.resident(n) from unnest(array[1, 2]) as n;
select fixture.resident(3, book => 2), fixture.evidence_case(102, 2), fixture.evidence_case(103, 3, book => 2);
select fixture.attest(200 + n, 102, 2, witness => 1, stated => jobs.today()) from generate_series(1, 10) as n;
select fixture.attest(211, 103, 3, witness => 1, book => 2, witness_book => 1,
                      stated => (jobs.today() - interval '12 months')::date + 1);

-- silent: ten; eleven of which one is a year old; eleven by people who are only named
select fixture.resident(n) from unnest(array[1, 2, 3]) as n;
select fixture.evidence_case(102, 2);
select fixture.attest(200 + n, 102, 2, witness => 1, stated => jobs.today()) from generate_series(1, 10) as n;
select fixture.attest(220 + n, 102, 2, witness => 3, stated => jobs.today()) from generate_series(1, 10) as n;
select fixture.attest(231, 102, 2, witness => 3, stated => (jobs.today() - interval '12 months')::date);
select fixture.attest(240 + n, 102, 2, witness => null, stated => jobs.today()) from generate_series(1, 11) as n;
