-- fires: five years old; in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000600
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000601 book=2
select fixture.resident(1, born => '2018-04-13'), fixture.resident(2, book => 2, born => '2018-04-13');
select fixture.card(500, 1), fixture.card(501, 2, book => 2);
select fixture.account(600, 1, 500, level => 2), fixture.account(601, 2, 501, 'requested', 2, 2), fixture.believe();

-- silent: six on the day; level 1; locked; refused; a birth that was believed before
select fixture.resident(1, born => '2018-04-12'), fixture.resident(2, born => '2020-01-01'),
       fixture.resident(3, born => '2020-01-01');
select fixture.card(500, 1), fixture.card(501, 2), fixture.card(502, 3);
select fixture.account(600, 1, 500, level => 2), fixture.account(601, 2, 501),
       fixture.account(602, 3, 502, 'locked', level => 2),
       fixture.account(603, 2, 501, 'refused', level => 2), fixture.believe();
select fixture.believed_before(1, '2020-05-05');
