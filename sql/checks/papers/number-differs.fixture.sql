-- fires: another number on a card, in two books
--   resident 00000000-0000-4000-8000-000000000001 9001
--   resident 00000000-0000-4000-8000-000000000002 9002 book=2
select fixture.resident(1), fixture.resident(2, book => 2);
select fixture.number(1, '066180000001'), fixture.number(2, '066180000002', 2);
insert into registry.paper_fact (book_id, resident_id, id, kind, number, said_by, recorded_by)
overriding system value
values (1, fixture.id(1), 9001, 'cccd', '066180000009', 'người khai', 1),
       (2, fixture.id(2), 9002, 'cccd', '066180000009', 'người khai', 1);
select fixture.believe();

-- silent: the same number; an old number that was cancelled; no number
select fixture.resident(1), fixture.resident(2), fixture.resident(3);
select fixture.number(1, '066180000001'), fixture.number(2, '066180000002');
update registry.personal_number set state = 'cancelled' where number = '066180000002';
select fixture.paper(1, 'cccd', '066180000001'), fixture.paper(2, 'cccd', '066180000009'),
       fixture.paper(3, 'cccd', '066180000008');
select fixture.believe();
