-- fires: off; only on a replica
--   trigger registry.stay.stay_closed_once - book=-
--   trigger registry.book_area.book_area_flatten - book=-
alter table registry.stay disable trigger stay_closed_once;
alter table registry.book_area enable replica trigger book_area_flatten;

-- silent: on; always on; somebody else's
alter table registry.stay enable always trigger stay_closed_once;
create table public.beside (n int);
create trigger beside_fixed before update on public.beside for each row execute function registry.refuse_reopening();
alter table public.beside disable trigger beside_fixed;
