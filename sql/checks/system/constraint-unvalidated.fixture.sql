-- fires: added without looking
--   constraint registry.area.area_name_short - book=-
alter table registry.area add constraint area_name_short check (length(name) < 100) not valid;

-- silent: added and looked at; somebody else's
alter table registry.area add constraint area_name_short check (length(name) < 100) not valid;
alter table registry.area validate constraint area_name_short;
create table public.beside (n int);
alter table public.beside add constraint beside_n check (n > 0) not valid;
