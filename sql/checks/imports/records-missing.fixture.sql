-- fires: a record too few, and one too many in the next batch
--   import 9001 1 book=-
--   import 9001 2 book=-
select fixture.resident(1);
select fixture.import(9001, 2), fixture.batch_of(9001, 1, 2, 2, accepted => 1), fixture.batch_of(9001, 2, 3, 3),
       fixture.record(9001, 2, who => 1);

-- silent: as counted, in two imports; a household that a row names; nothing taken
select fixture.resident(1), fixture.household(100), fixture.resident(2);
select fixture.import(9001, 3), fixture.batch_of(9001, 1, 2, 2, accepted => 1), fixture.batch_of(9001, 2, 3, 3),
       fixture.import(9002, 3), fixture.batch_of(9002, 1, 2, 2, accepted => 1);
select fixture.record(9001, 1, who => 1), fixture.record(9001, 1, household => 100), fixture.record(9002, 1, who => 2);
