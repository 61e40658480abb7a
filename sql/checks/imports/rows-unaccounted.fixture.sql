-- fires: a row that no batch counts; a finished import without batches
--   import 9001 - book=-
--   import 9002 - book=-
select fixture.import(9001, 11, finished => '2024-03-02'), fixture.import(9002, 3, finished => '2024-03-02');
select fixture.batch_of(9001, 1, 2, 12, accepted => 4, rejected => 3, already_there => 2, changed => 1);

-- silent: all counted over two batches; an empty file; still being read
select fixture.import(9001, 11, finished => '2024-03-02'), fixture.import(9002, 0, finished => '2024-03-02'),
       fixture.import(9003, 3);
select fixture.batch_of(9001, 1, 2, 11, accepted => 4, rejected => 3, already_there => 2, changed => 1),
       fixture.batch_of(9001, 2, 12, 12, accepted => 1);
