-- fires: five years old; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501 book=2
select fixture.resident(1, born => '2018-04-02'), fixture.resident(2, book => 2, born => '2018-04-02');
select fixture.card(500, 1), fixture.card(501, 2, book => 2), fixture.believe();

-- silent: six years old on the day; perhaps; nothing captured; a birth that was believed before
select fixture.resident(1, born => '2018-04-01'), fixture.resident(2, born => null),
       fixture.resident(3, born => '2020-01-01');
select fixture.birth(2, '2018-03-01', '2018-05-01');
select fixture.card(500, 1), fixture.card(501, 2), fixture.card(502, 3, biometrics => 'not_due'), fixture.believe();
select fixture.believed_before(1, '2020-05-05');
