-- fires: twice the age at which autovacuum freezes
--   table registry.area - book=-
update pg_class set relfrozenxid = fixture.xid_ago(400000000) where oid = 'registry.area'::regclass;

-- silent: as old as autovacuum lets it become; what has no rows of its own
update pg_class set relfrozenxid = fixture.xid_ago(399000000) where oid = 'registry.area'::regclass;
update pg_class set relfrozenxid = fixture.xid_ago(400000000) where oid = 'registry.area_parent'::regclass;
