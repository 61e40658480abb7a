-- fires: another number than was stated; in another book one that nobody stated
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000301
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000302 book=2
select fixture.resident(1), fixture.resident(2, book => 2), fixture.card(201, 1), fixture.card(202, 2, book => 2);
select fixture.account(301, 1, 201), fixture.account(302, 2, 202, book => 2);
select fixture.phone_past_statements(301, '0911 111 111'), fixture.phone_past_statements(302, null, 2);

-- silent: stated once; stated anew
select fixture.resident(1), fixture.resident(2), fixture.card(201, 1), fixture.card(202, 2);
select fixture.account(301, 1, 201), fixture.account(302, 2, 202);
update registry.e_identity set phone = '0922 222 222' where id = fixture.id(302);
