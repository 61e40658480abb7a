-- fires: years from now
--   table audit.event_2039_02 - book=-
select fixture.clock('2039-01-15 12:00+07');

-- silent: the month before one that is there
select fixture.clock('2039-01-15 12:00+07'), audit.add_partitions('2039-02-01', 1);
