-- fires: a day too late; no end for somebody of 44; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000502 book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, book => 2);
select fixture.card(500, 1, expires => '2040-05-06'), fixture.card(501, 2, expires => null),
       fixture.card(502, 3, book => 2, expires => '2040-05-06'), fixture.believe();

-- silent: by the rule; the birth was corrected since; revoked; another birth was believed before; by another day of the year
select fixture.resident(5, born => null), fixture.birth(5, '1980-01-01', '1980-12-31');
select fixture.card(504, 5, expires => '2040-12-31', printed => '{"born": "1980", "birth_counted": "1980-12-31"}');
select fixture.resident(1), fixture.resident(2, born => '1981-05-05'), fixture.resident(3),
       fixture.resident(4, born => '1960-03-03');
select fixture.card(500, 1), fixture.card(501, 2), fixture.card(502, 3, 'revoked', expires => '2040-05-06'),
       fixture.card(503, 4, expires => null, printed => '{"born": "03/03/1960"}'), fixture.believe();
select fixture.believed_before(1, '1979-05-05');
