-- fires: not enabled; enabled, not forced; a materialised view
--   table registry.stay - book=-
--   table registry.name_fact - book=-
--   table registry.kept - book=-
alter table registry.stay disable row level security;
alter table registry.name_fact no force row level security;
set local role sogoc_owner;
create materialized view registry.kept as select 1 as household_id;
grant select on registry.kept to sogoc_app;
reset role;

-- silent: as made; a view; somebody else's; no persons; readable by nobody
create table public.beside (resident_id int);
grant usage on schema public to sogoc_app;
grant select on public.beside to sogoc_app;
set local role sogoc_owner;
create table registry.beside (resident_id int);
create table registry.other (book_id int);
grant select on registry.other to sogoc_app;
create view registry.seen with (security_invoker = true) as select resident_id from registry.stay;
grant select on registry.seen to sogoc_app;
reset role;
