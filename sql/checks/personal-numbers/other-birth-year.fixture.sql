-- fires: a year off; a century off; between two candidate years; the same in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 - book=2
select fixture.resident(1), fixture.resident(2), fixture.resident(3, born => null), fixture.resident(4, book => 2);
select fixture.birth(3, '1968-01-29', '1980-02-16');
update registry.birth_fact set candidates = '{[1968-01-29,1969-02-17),[1979-02-16,1980-02-17)}'
where resident_id = fixture.id(3);
select fixture.number(1, '066181000001'), fixture.number(2, '066380000002'), fixture.number(3, '066174000003'),
       fixture.number(4, '066181000004', 2);
select fixture.believe();

-- silent: the year of the day; one of the candidate years; nobody knows the year; a number that was cancelled
select fixture.resident(1), fixture.resident(2, born => null), fixture.resident(3, born => null), fixture.resident(4);
select fixture.birth(2, '1979-12-31', '1980-02-16');
select fixture.number(1, '066180000001'), fixture.number(2, '066179000002'), fixture.number(3, '066174000003'),
       fixture.number(4, '066181000004');
select fixture.cancel_number(4);
select fixture.believe();
