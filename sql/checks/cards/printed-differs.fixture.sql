-- fires: another name; another birth; another sex, in another book
--   resident 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000500
--   resident 00000000-0000-4000-8000-000000000002 00000000-0000-4000-8000-000000000501
--   resident 00000000-0000-4000-8000-000000000003 00000000-0000-4000-8000-000000000502 book=2
select fixture.resident(1, 'Lò Thị Khác'), fixture.resident(2, born => '1981-05-05'),
       fixture.resident(3, book => 2, sex => 'M');
select fixture.card(500, 1), fixture.card(501, 2, 'printed'), fixture.card(502, 3, 'approved', 2), fixture.believe();

-- silent: as printed; an old one; one that is only requested; believed so in the past only
select fixture.resident(1), fixture.resident(2, 'Lò Thị Khác'), fixture.resident(3, 'Lò Thị Khác'), fixture.resident(4);
select fixture.card(500, 1), fixture.card(501, 2, 'replaced'), fixture.card(502, 3, 'requested'), fixture.card(503, 4);
select fixture.believe();
select fixture.believed_before(4, name => 'Lò Thị Khác');
