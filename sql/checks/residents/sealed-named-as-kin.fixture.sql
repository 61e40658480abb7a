-- fires: an open statement about somebody sealed in another book
--   resident 00000000-0000-4000-8000-000000000002 9001 book=-
select fixture.resident(1), fixture.resident(2, book => 2, seal => 1), fixture.resident(3), fixture.resident(4);
select fixture.kin(1, 'mother', 2, kin_book => 2, n => 9001), fixture.kin(3, 'mother', 4);

-- silent: a sealed statement about somebody sealed; an open one about somebody open
select fixture.resident(1), fixture.resident(2, seal => 1), fixture.resident(3, seal => 1), fixture.resident(4);
select fixture.kin(3, 'mother', 2, seal => 1), fixture.kin(1, 'mother', 4);
