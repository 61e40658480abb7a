-- fires: one batch of two still counts
--   import 9001 - book=-
select fixture.import(9001, 2, withdrawn => '2024-03-02'), fixture.import(9002, 0, withdrawn => '2024-03-02');
select fixture.batch_of(9001, 1, 2, 2, withdrawn => '2024-03-02'), fixture.batch_of(9001, 2, 3, 3);

-- silent: all taken back; nothing taken back
select fixture.import(9001, 1, withdrawn => '2024-03-02'), fixture.import(9002, 1);
select fixture.batch_of(9001, 1, 2, 2, withdrawn => '2024-03-02'), fixture.batch_of(9002, 1, 2, 2);
