-- fires: without the option; with another one
--   view registry.seen - book=-
--   view registry.fenced - book=-
set local role sogoc_owner;
create view registry.seen as select 1 as n;
create view registry.fenced with (security_barrier = true) as select 1 as n;
reset role;

-- silent: with the option; a table; in report; somebody else's
create view public.beside as select 1 as n;
set local role sogoc_owner;
create view registry.seen with (security_invoker = true, security_barrier = true) as select 1 as n;
reset role;
set local role sogoc_report;
create view report.counted with (security_barrier = true) as select 1 as n;
reset role;
