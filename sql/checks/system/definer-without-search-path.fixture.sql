-- fires: none; another setting only
--   function registry.open() - book=-
--   function registry.slow(integer,text) - book=-
set local role sogoc_owner;
create function registry.open() returns int language sql security definer as 'select 1';
create function registry.slow(n int, t text) returns int language sql security definer set work_mem = '1MB' as 'select 1';
reset role;

-- silent: fixed; with the caller's rights; somebody else's
create function public.beside() returns int language sql security definer as 'select 1';
set local role sogoc_owner;
create function registry.open() returns int language sql security definer set search_path = pg_catalog as 'select 1';
create function registry.plain() returns int language sql as 'select 1';
reset role;
