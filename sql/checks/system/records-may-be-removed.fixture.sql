-- fires: a fact; the audit
--   table registry.name_fact sogoc_app DELETE book=-
--   table audit.event sogoc_audit TRUNCATE book=-
grant delete on registry.name_fact to sogoc_app;
grant truncate on audit.event to sogoc_audit;

-- silent: as made; to the owner's helper; in another schema; the right to read
create role beside login;
grant delete on registry.name_fact to beside;
grant delete on staging.person to sogoc_import;
grant select on registry.name_fact to sogoc_app;
