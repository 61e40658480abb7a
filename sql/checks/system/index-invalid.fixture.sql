-- fires: not valid; not ready
--   index registry.area_parent - book=-
--   index registry.area_name_key - book=-
update pg_index set indisvalid = false where indexrelid = 'registry.area_parent'::regclass;
update pg_index set indisready = false where indexrelid = 'registry.area_name_key'::regclass;

-- silent: as made; somebody else's
create table public.beside (n int);
create index beside_n on public.beside (n);
update pg_index set indisvalid = false where indexrelid = 'public.beside_n'::regclass;
