-- fires: switched off on one part; a part without
--   table audit.event_default - book=-
--   table audit.event_apart - book=-
alter table audit.event_default disable trigger event_is_append_only;
set local role sogoc_owner;
create table audit.event_apart (n int);
create trigger other before update on audit.event_apart for each row execute function audit.refuse_change();
reset role;

-- silent: as made; an index; what is no event
set local role sogoc_owner;
create table audit.head (n int);
reset role;
